// Runs Microsoft's clients against the emulator: node conformance.mjs <endpoint> <key>
// One line of JSON per case: {"case": name, "ok": true} or {"case": name, "ok": false, "error": text}.
import { RestCases } from "./rest.mjs";
import { SocketCases } from "./sockets.mjs";
import { RecoveryCases } from "./recovery.mjs";
import { Context } from "./context.mjs";

const [endpoint, key] = process.argv.slice(2);
const cases = { ...SocketCases, ...RecoveryCases, ...RestCases };

async function run(name, body) {
  const context = new Context(endpoint, key, name);
  try {
    await context.within(40_000, body(context), name);
    return { case: name, ok: true };
  } catch (error) {
    return { case: name, ok: false, error: error.stack ?? String(error) };
  } finally {
    context.dispose();
  }
}

// In parallel, each in a hub of its own: the denied join alone takes the client 3 s of retries.
await Promise.all(
  Object.entries(cases).map(async ([name, body]) => console.log(JSON.stringify(await run(name, body)))),
);
process.exit(0);
