import net from "node:net";

/** A TCP relay whose connections can be cut without a goodbye, so that the clients under test stay unmodified. */
export class CuttableProxy {
  #server;
  #pairs = new Set();

  static async listen(target) {
    const proxy = new CuttableProxy();
    proxy.#server = net.createServer((inner) => proxy.#relay(inner, target));
    await new Promise((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    proxy.endpoint = `http://127.0.0.1:${proxy.#server.address().port}`;
    return proxy;
  }

  cut() {
    for (const [inner, outer] of this.#pairs) {
      inner.resetAndDestroy();
      outer.resetAndDestroy();
    }
  }

  dispose() {
    this.cut();
    this.#server.close();
  }

  #relay(inner, target) {
    const outer = net.connect(Number(target.port), target.hostname);
    const pair = [inner, outer];
    this.#pairs.add(pair);
    for (const socket of pair) {
      socket.on("error", () => {});
      socket.on("close", () => {
        this.#pairs.delete(pair);
        inner.destroy();
        outer.destroy();
      });
    }
    inner.pipe(outer);
    outer.pipe(inner);
  }
}
