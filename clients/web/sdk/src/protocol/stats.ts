import { array, boolean, number, object, oneOf, record, string, type Infer } from './decoder.ts';
import { trackSource } from './participant.ts';

/** Spatial 0 is the smallest (of a simulcast 0, 1, 2 are q, h, f), temporal 0 the slowest. */
const layer = object({ spatial: number, temporal: number });

/** Packets that went no further, by reason. */
const drops = record(number);

const slot = object(
  {
    kind: oneOf('audio', 'video'),
    slot: number,
    bitrate: number,
    packetsSent: number,
    packetsResent: number,
    freezes: number,
    drops,
  },
  { participantId: string, source: trackSource, loss: number, targetLayer: layer, currentLayer: layer },
);

const publishedLayer = object(
  { bitrate: number, packetsReceived: number, wanted: boolean },
  { rid: string, loss: number, jitterMs: number },
);

/**
 * The worker's side of one's own media. Rates are bit/s and, as losses (shares of 1), of about the last second; counts are
 * since the transport began; what was not measured is absent.
 */
export const workerStats = object({
  id: string,
  transport: object(
    { bitrateSent: number, bitrateReceived: number, drops },
    { rttMs: number, loss: number, estimate: number, allocated: number },
  ),
  slots: array(slot),
  publications: array(object({ source: trackSource, layers: array(publishedLayer), keyFrameRequests: number })),
});
export type WorkerStats = Infer<typeof workerStats>;
