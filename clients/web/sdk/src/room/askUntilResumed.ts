import type { PeerOffer } from '../media/peer.ts';
import type { JoinResponse } from '../protocol/rest.ts';
import type { RestApi } from '../rest.ts';
import { sleep } from '../signaling/backoff.ts';

/** Takes a new offer for the same participation to the server, however long that is starting. */
export async function askUntilResumed(
  rest: RestApi, ticket: () => string, roomId: string, { sdp, publish }: PeerOffer, signal: AbortSignal,
): Promise<JoinResponse> {
  for (;;) {
    const outcome = await rest.resume(ticket(), roomId, { offer: sdp, publish }, signal);
    if (outcome.state === 'joined') {
      return outcome;
    }
    await sleep(outcome.retryAfterSeconds * 1000, signal);
  }
}
