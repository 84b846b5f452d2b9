import express from "express";
import { WebPubSubEventHandler } from "@azure/web-pubsub-express";

/** An application with @azure/web-pubsub-express in it. */
export class Application {
  #server;

  /** `requests` gets the headers of everything that the emulator asks. */
  static async listen(hub, handlers, requests) {
    const application = new Application();
    application.requests = requests;
    const app = express();
    app.use((request, _, next) => {
      requests.add({ method: request.method, headers: request.headers });
      next();
    });
    app.use(new WebPubSubEventHandler(hub, handlers).getMiddleware());
    await new Promise((resolve) => (application.#server = app.listen(0, "127.0.0.1", resolve)));
    application.url = `http://127.0.0.1:${application.#server.address().port}`;
    return application;
  }

  dispose() {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
