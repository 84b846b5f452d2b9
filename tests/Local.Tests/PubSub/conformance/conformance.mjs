// Runs Microsoft's clients against the emulator: node conformance.mjs <endpoint> <key>
// One line of JSON per case: {"case": name, "ok": true} or {"case": name, "ok": false, "error": text}.
import * as oldestClient from "@azure/web-pubsub-client";
import * as newestClient from "web-pubsub-client-newest";
import { RestCases } from "./rest.mjs";
import { SocketCases } from "./sockets.mjs";
import { RecoveryCases } from "./recovery.mjs";
import { UpstreamCases } from "./upstream.mjs";
import { PlainCases } from "./plain.mjs";
import { Context } from "./context.mjs";

const [endpoint, key] = process.argv.slice(2);
const ofTheClient = { ...SocketCases, ...RecoveryCases };
const cases = [
  ...Object.entries({ ...ofTheClient, ...RestCases, ...UpstreamCases, ...PlainCases })
    .map(([name, body]) => ({ name, body, clientPackage: oldestClient })),
  ...Object.entries(ofTheClient)
    .map(([name, body]) => ({ name: `newest: ${name}`, body, clientPackage: newestClient })),
];

async function run({ name, body, clientPackage }) {
  const context = new Context(endpoint, key, name, clientPackage);
  try {
    await context.within(60_000, body(context), name);
    return { case: name, ok: true };
  } catch (error) {
    return { case: name, ok: false, error: error.stack ?? String(error) };
  } finally {
    context.dispose();
  }
}

// In parallel, each in a hub of its own: the denied join alone takes the client 3 s of retries.
await Promise.all(cases.map(async (one) => console.log(JSON.stringify(await run(one)))));
process.exit(0);
