import { test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { seesMove } from '../support/media.ts';
import { People } from '../support/people.ts';
import { TwoWorkers } from '../support/twoWorkers.ts';
import { logPictures, longestGap } from '../support/pictureLog.ts';
test('zz', async () => {
  const browser = await launchBrowser();
  const system = await TwoWorkers.start('/tmp/w/zz.log');
  const people = new People(browser, system.studio);
  const lines: string[] = [];
  let killed = 0;
  const ann = await people.moderator('Ann'); const vic = await people.viewer('Vic', await ann.viewerLink());
  await seesMove(vic, 'Ann'); await logPictures(vic, 'Ann');
  for (const p of [ann, vic]) {
    p.page.on('request', r => r.url().includes('/resume') && lines.push(`${p.name} resume asked ${Date.now()-killed}`));
    p.page.on('response', async r => { if (r.url().includes('/resume')) lines.push(`${p.name} resume answered ${Date.now()-killed} ${r.status()} ${(await r.text().catch(()=>'')).match(/"timings":.*?\]/)?.[0] ?? (await r.text().catch(()=>'')).slice(0,200)}`); });
    p.page.on('console', m => m.text().startsWith('ZZ') && lines.push(p.name + ' ' + m.text()));
    await p.page.evaluate(() => {
      const t = setInterval(() => { for (const [i, peer] of window.__probe.peers.entries()) { const s = peer.connectionState + '/' + peer.iceConnectionState + '/' + peer.sctp; const k = '__s'; if ((peer as any)[k] !== s) { (peer as any)[k] = s; console.log(`ZZ peer${i} ${s} at ${Date.now()}`); } } }, 10);
      window.__live!.room.on('slots', (s) => console.log('ZZ slots ' + s.filter(x=>x.occupant).map(x=>x.kind+x.index).join() + ' at ' + Date.now()));
    });
  }
  await new Promise(r => setTimeout(r, 4000));
  killed = await system.order(await system.busy(), 'kill');
  await new Promise(r => setTimeout(r, 9000));
  const g = await longestGap(vic, killed);
  console.log(lines.map(l => l.replace(/at (\d+)/, (_, t) => 'at ' + (Number(t)-killed))).join('\n'));
  console.log('picture back', g.end - killed);
  await people.goHome(); await system.stop(); await browser.close();
}, 90000);
