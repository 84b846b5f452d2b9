import { chromium, type Browser } from 'playwright-core';

let launched: Promise<Browser> | undefined;

/**
 * The one browser of all scenarios, whose people have contexts of their own; another one if it broke down. It ends with this
 * process. No flags about autoplay: the Studio must cope with what people's browsers do.
 */
export async function sharedBrowser(): Promise<Browser> {
  const before = await launched?.catch(() => undefined);
  if (before?.isConnected() !== true) {
    launched = chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: [
        '--headless', '--no-sandbox', '--disable-gpu',
        '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    });
  }
  return launched as Promise<Browser>;
}
