import { expect, inject } from 'vitest';
import { AiortcPeer } from '../support/aiortcPeer.ts';
import { apiToken, call, inviteLink } from '../support/api.ts';
import { seesMove } from '../support/media.ts';
import { scenario } from '../support/scenario.ts';

for (const codec of ['vp8', 'h264'] as const) {
  scenario.skipIf(!AiortcPeer.isInstalled)(`A client that is no browser publishes ${codec} by WHIP and watches by WHEP`, async ({ people }) => {
    const { body } = await call('/v2/rooms', { bearer: apiToken(), body: {} });
    const roomId = String(body['roomId']);
    const endpoint = (name: string): string => `${inject('studio')}/v2/${name}?roomId=${roomId}`;
    const encoder = new AiortcPeer('publish', `${endpoint('whip')}&displayName=Encoder`, apiToken(), codec);
    const player = new AiortcPeer('watch', endpoint('whep'), apiToken({ permissions: ['allow_join'] }), codec);
    try {
      await encoder.connected();
      await player.connected();
      await player.seesAndHears();

      const viewer = await people.viewer('Vic', await inviteLink(roomId, 'viewer'));
      await seesMove(viewer, 'Encoder');
      await player.seesAndHears();

      expect(await encoder.stop()).toEqual([201, 200]);
      await viewer.tile('Encoder').waitFor({ state: 'detached', timeout: 5_000 });
      expect(await player.stop()).toEqual([201, 200]);
    } finally {
      encoder.abandon();
      player.abandon();
    }
  });
}
