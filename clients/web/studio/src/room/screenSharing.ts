import { openScreen, type Room } from '@serverless-live/sdk';

/** What the person shares: something to read, or a film or game. */
export type ScreenContent = 'detail' | 'motion';

/**
 * Lets the person choose a screen and publishes it. The capture ends with the room, however that ends.
 * @param ended - the person stopped the share with the browser's own button
 */
export async function startSharing(room: Room, content: ScreenContent, ended: () => void): Promise<void> {
  const share = await openScreen(content);
  if (share === undefined) {
    return;
  }
  const stopCapture = (): void => {
    share.video.stop();
    share.audio?.stop();
  };
  // The picker stays open as long as the person likes: the room may be over by now, or another picker was quicker.
  if (room.state.kind === 'closed' || room.localTrack('screen') !== undefined) {
    stopCapture();
    return;
  }
  room.on('closed', stopCapture);
  share.video.addEventListener('ended', ended);
  try {
    // At once, so that whoever stops the share in between finds both tracks.
    await Promise.all([
      room.publish('screen', share.video),
      ...(share.audio === undefined ? [] : [room.publish('screenAudio', share.audio)]),
    ]);
  } catch (error) {
    stopCapture();
    await Promise.allSettled([room.unpublish('screen'), room.unpublish('screenAudio')]);
    throw error;
  }
}

export async function stopSharing(room: Room): Promise<void> {
  room.localTrack('screen')?.stop();
  room.localTrack('screenAudio')?.stop();
  await Promise.all([room.unpublish('screen'), room.unpublish('screenAudio')]);
}
