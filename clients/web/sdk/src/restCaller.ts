import { Deadline } from './deadline.ts';
import { LiveError } from './errors.ts';
import { decode, type Decoder } from './protocol/decoder.ts';
import { problem } from './protocol/rest.ts';

export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** A network that swallows packets answers nothing for minutes. A sleeping control plane needs some seconds to wake up. */
const answerTimeoutMs = 20_000;

export interface RestCall<T> {
  readonly method: 'GET' | 'POST';
  readonly bearer?: string;
  readonly body?: unknown;
  readonly answer: Decoder<T>;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

export const nothing: Decoder<void> = () => undefined;

/** One call of the REST API: what was answered, in its type, or a {@link LiveError}. */
export class RestCaller {
  readonly baseUrl: string;
  readonly #fetch: Fetch;

  constructor(baseUrl: string, fetchLike: Fetch = (input, init) => fetch(input, init)) {
    this.baseUrl = baseUrl.replace(/\/+$/, '');
    this.#fetch = fetchLike;
  }

  async call<T>(path: string, call: RestCall<T>): Promise<T> {
    const deadline = new Deadline(call.timeoutMs ?? answerTimeoutMs, call.signal);
    try {
      const response = await this.#request(path, call, deadline.signal);
      return await readAnswer(response, call.answer);
    } catch (error) {
      call.signal?.throwIfAborted();
      throw error;
    } finally {
      deadline.done();
    }
  }

  async #request<T>(path: string, { method, bearer, body }: RestCall<T>, signal: AbortSignal): Promise<Response> {
    try {
      return await this.#fetch(this.baseUrl + path, {
        method,
        headers: {
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal,
        cache: 'no-store',
      });
    } catch (cause) {
      signal.throwIfAborted();
      throw new LiveError('network', 'The server cannot be reached.', { cause });
    }
  }
}

async function readAnswer<T>(response: Response, answer: Decoder<T>): Promise<T> {
  if (!response.ok) {
    throw await problemOf(response);
  }
  try {
    return decode(answer, response.status === 204 ? undefined : await response.json());
  } catch (cause) {
    const message = 'The server answered something that this version does not understand.';
    throw new LiveError('unexpected_response', message, { status: response.status, cause });
  }
}

async function problemOf(response: Response): Promise<LiveError> {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const options = {
    status: response.status,
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
  };
  try {
    const { code, detail, message, title } = decode(problem, await response.json());
    return new LiveError(code, detail ?? message ?? title ?? code, options);
  } catch (cause) {
    // A proxy's own error page, for example: 5xx may pass, so it must not read as final.
    const code = response.status >= 500 ? 'worker_unavailable' : 'unexpected_response';
    return new LiveError(code, `The server answered ${response.status}.`, { ...options, cause });
  }
}
