import { LiveError, ManagementApi, type SignInResponse } from '@serverless-live/sdk';
import { memory, type KeptSignIn } from '../memory.ts';
import { localToken, type Token } from './localToken.ts';

/** On whose behalf rooms are made and listed. */
export type Standing =
  | { readonly kind: 'asking' }
  | { readonly kind: 'person'; readonly name: string; readonly email: string; readonly until: Date }
  /** A local process hands out tokens without asking who it is. */
  | { readonly kind: 'local' }
  /** `wasSignedOut`: somebody was signed in here until the sign-in was over. */
  | { readonly kind: 'nobody'; readonly wasSignedOut: boolean };

/** A token is not used up to its last moment: clocks differ, and a call takes its time. */
const tokenMarginMs = 60_000;
const staleTokenCodes: ReadonlySet<string> = new Set(['token_expired', 'token_invalid']);

/** The person who is signed in, or the local process's stand-in for one. Tokens stay in memory and are made anew as they end. */
export class Account {
  readonly #api: ManagementApi;
  readonly #askLocal: typeof localToken;
  readonly #listeners = new Set<() => void>();
  #standing: Standing = { kind: 'asking' };
  #token: Promise<Token> | undefined;
  #first: Promise<void> | undefined;

  constructor(api: ManagementApi, askLocal = localToken) {
    this.#api = api;
    this.#askLocal = askLocal;
  }

  get standing(): Standing {
    return this.#standing;
  }

  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Finds out who is here; whoever asks again gets the same answer. */
  start(): Promise<void> {
    this.#first ??= this.look();
    return this.#first;
  }

  /** Anew: another tab signed somebody in or out. */
  async look(): Promise<void> {
    this.#token = undefined;
    const kept = memory.signIn.get();
    if (kept !== undefined && Date.parse(kept.expiresAt) > Date.now()) {
      this.#stand(kept);
      return;
    }
    memory.signIn.forget();
    const token = await this.#askLocal().catch(() => undefined);
    if (token !== undefined) {
      this.#token = Promise.resolve(token);
    }
    this.#change(token === undefined ? { kind: 'nobody', wasSignedOut: kept !== undefined } : { kind: 'local' });
  }

  signIn(email: string, password: string): Promise<void> {
    return this.#enter(email, this.#api.signIn({ email, password }));
  }

  /** With a one-time code; signs in as well. */
  choosePassword(email: string, code: string, password: string): Promise<void> {
    return this.#enter(email, this.#api.choosePassword({ email, code, password }));
  }

  /** Nothing of the person stays in this browser, whether or not the server can be told. */
  async signOut(): Promise<void> {
    const kept = memory.signIn.get();
    memory.signIn.forget();
    memory.forgetRooms();
    await Promise.all([
      kept === undefined ? undefined : this.#api.signOut(kept.signIn).catch(() => undefined),
      this.look(),
    ]);
  }

  /** Calls with a management token. One that is refused as too old is replaced once. */
  async call<T>(use: (token: string) => Promise<T>): Promise<T> {
    try {
      return await use((await this.#current()).text);
    } catch (error) {
      if (!(error instanceof LiveError) || !staleTokenCodes.has(error.code)) {
        throw error;
      }
      this.#token = undefined;
      return use((await this.#current()).text);
    }
  }

  async #enter(email: string, signingIn: Promise<SignInResponse>): Promise<void> {
    const { signIn, name, expiresAt } = await signingIn;
    // A closed account lets its people sign in and nothing else: they should hear of it here.
    const token = await this.#api.token(signIn);
    const kept: KeptSignIn = { signIn, name, email: email.trim(), expiresAt };
    memory.signIn.set(kept);
    this.#token = Promise.resolve({ text: token.token, goodUntil: Date.parse(token.expiresAt) - tokenMarginMs });
    this.#stand(kept);
  }

  /** Calls that come together share one token. */
  #current(): Promise<Token> {
    this.#token = this.#fresh(this.#token);
    return this.#token;
  }

  async #fresh(before: Promise<Token> | undefined): Promise<Token> {
    const token = await before?.catch(() => undefined);
    return token !== undefined && token.goodUntil > Date.now() ? token : this.#make();
  }

  async #make(): Promise<Token> {
    const kept = memory.signIn.get();
    if (kept !== undefined) {
      try {
        const { token, expiresAt } = await this.#api.token(kept.signIn);
        return { text: token, goodUntil: Date.parse(expiresAt) - tokenMarginMs };
      } catch (error) {
        if (error instanceof LiveError && error.code === 'sign_in_expired') {
          this.#end();
        }
        throw error;
      }
    }
    const local = await this.#askLocal();
    if (local === undefined) {
      this.#end();
      throw new LiveError('sign_in_expired', 'Nobody is signed in.');
    }
    return local;
  }

  #end(): void {
    memory.signIn.forget();
    this.#change({ kind: 'nobody', wasSignedOut: true });
  }

  #stand({ name, email, expiresAt }: KeptSignIn): void {
    this.#change({ kind: 'person', name, email, until: new Date(expiresAt) });
  }

  #change(standing: Standing): void {
    this.#standing = standing;
    this.#listeners.forEach((listener) => listener());
  }
}
