import type { Room } from '@serverless-live/sdk';

declare global {
  interface Window {
    __live?: { readonly room: Room };
  }
}

/**
 * End-to-end tests publish their own tracks and read statistics through this. It gives nothing away: whoever can run scripts
 * in the page has the room's credentials anyway.
 */
export function exposeForTests(room: Room): void {
  window.__live = { room };
}
