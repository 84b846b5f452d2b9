import type { Room } from '../../../clients/web/sdk/src/index.ts';

declare global {
  interface Window {
    /** The Studio's door for tests. */
    __live?: { readonly room: Room };
    __probe: {
      /** All connections that the page made, oldest first. */
      readonly peers: RTCPeerConnection[];
      readonly sockets: WebSocket[];
      /** Date.now() of each moment at which one of the connections was connected. */
      readonly connected: number[];
      offers: number;
      /** Who was on the stage, each time that it was said to change. */
      rosters: string[][];
      /** Milliseconds from the start of the navigation to the first frame of a tile; undefined before. */
      firstFrame: number | undefined;
    };
  }
}

/** Runs in every page before its own scripts: watches what the browser is asked to do, changes nothing. */
export function installProbe(): void {
  const probe: Window['__probe'] = { peers: [], sockets: [], connected: [], rosters: [], offers: 0, firstFrame: undefined };
  window.__probe = probe;
  const createOffer = RTCPeerConnection.prototype.createOffer;
  RTCPeerConnection.prototype.createOffer = function (this: RTCPeerConnection, ...options: unknown[]) {
    probe.offers += 1;
    return (createOffer as (...all: unknown[]) => Promise<RTCSessionDescriptionInit>).apply(this, options);
  } as typeof createOffer;
  window.RTCPeerConnection = new Proxy(RTCPeerConnection, {
    construct(target, options: [RTCConfiguration?]) {
      const peer = new target(...options);
      probe.peers.push(peer);
      peer.addEventListener('connectionstatechange', () => {
        if (peer.connectionState === 'connected') {
          probe.connected.push(Date.now());
        }
      });
      return peer;
    },
  });
  window.WebSocket = new Proxy(WebSocket, {
    construct(target, options: ConstructorParameters<typeof WebSocket>) {
      const socket = new target(...options);
      probe.sockets.push(socket);
      return socket;
    },
  });
  const watched = new WeakSet<HTMLVideoElement>();
  new MutationObserver(() => {
    for (const video of document.querySelectorAll<HTMLVideoElement>('[data-testid=tile][data-self=false] video')) {
      if (!watched.has(video)) {
        watched.add(video);
        video.requestVideoFrameCallback((now) => {
          probe.firstFrame ??= now;
        });
      }
    }
  }).observe(document, { childList: true, subtree: true });
}
