import { WebPubSubServiceClient } from "@azure/web-pubsub";
import WebSocket from "ws";
import { CuttableProxy } from "./proxy.mjs";
import { Application } from "./application.mjs";

const ANY_GROUP = ["webpubsub.joinLeaveGroup", "webpubsub.sendToGroup"];

/** What one case needs: the client package under test, a hub of its own, clients that are stopped afterwards, and waiting with a limit. */
export class Context {
  #endpoint;
  #package;
  #disposables = [];

  constructor(endpoint, key, name, clientPackage) {
    this.#endpoint = endpoint;
    this.key = key;
    this.#package = clientPackage;
    this.hub = name.replace(/[^A-Za-z0-9]/g, "_");
    this.service = this.serviceAt(endpoint);
  }

  serviceAt(endpoint) {
    const connectionString = `Endpoint=${endpoint};AccessKey=${this.key};Version=1.0;`;
    return new WebPubSubServiceClient(connectionString, this.hub, { allowInsecureConnection: true });
  }

  /** Started; `inbox` holds what arrived and `connected` the connection events, both awaitable. */
  async client({ userId, roles = ANY_GROUP, groups = [], reliable = true, endpoint, options = {} } = {}) {
    const service = endpoint ? this.serviceAt(endpoint) : this.service;
    const { WebPubSubClient, WebPubSubJsonProtocol, WebPubSubJsonReliableProtocol } = this.#package;
    const client = new WebPubSubClient(
      { getClientAccessUrl: async () => (await service.getClientAccessToken({ userId, roles, groups })).url },
      { protocol: reliable ? WebPubSubJsonReliableProtocol() : WebPubSubJsonProtocol(), ...options },
    );
    client.inbox = new Inbox(this);
    client.connects = new Inbox(this);
    client.disconnects = new Inbox(this);
    client.on("group-message", (event) => client.inbox.add(event.message));
    client.on("server-message", (event) => client.inbox.add(event.message));
    client.on("connected", (event) => client.connects.add(event));
    client.on("disconnected", (event) => client.disconnects.add(event));
    this.#disposables.push(() => client.stop());
    await this.within(20_000, client.start(), "start");
    client.id = (await client.connects.next()).connectionId;
    return client;
  }

  /** A WebSocket without an SDK; `inbox` holds its frames as {data, isBinary}, `closed` resolves with the close code. */
  async plainClient({ userId, roles = ANY_GROUP, groups = [], protocols = [], query = "" } = {}) {
    const { url } = await this.service.getClientAccessToken({ userId, roles, groups });
    const socket = new WebSocket(url + query, protocols);
    this.#disposables.push(() => socket.terminate());
    socket.inbox = new Inbox(this);
    socket.on("message", (data, isBinary) => socket.inbox.add({ data, isBinary }));
    socket.closed = new Promise((resolve) => socket.on("close", resolve));
    await this.within(20_000, new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject)), "open");
    return socket;
  }

  /** An express application with Microsoft's middleware for this hub, registered as its event handler. */
  async application(handlers, options) {
    const application = await Application.listen(this.hub, handlers, new Inbox(this));
    this.#disposables.push(() => application.dispose());
    await this.control("PUT", `hubs/${this.hub}/eventHandlers`, [{
      urlTemplate: `${application.url}/api/webpubsub/hubs/${this.hub}/`,
      systemEvents: ["connect", "connected", "disconnected"],
      eventPattern: "*",
      ...options,
    }]);
    return application;
  }

  get host() {
    return new URL(this.#endpoint).host;
  }

  /** A fault in this hub alone. */
  fault(fault) {
    return this.control("POST", "faults", { hub: this.hub, ...fault });
  }

  async control(method, path, body) {
    const response = await fetch(`${this.#endpoint}/emulator/${path}`, {
      method,
      headers: { "x-local-control": "1", "content-type": "application/json" },
      body: body && JSON.stringify(body),
    });
    if (response.status !== 204) {
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    }
  }

  async proxy() {
    const proxy = await CuttableProxy.listen(new URL(this.#endpoint));
    this.#disposables.push(() => proxy.dispose());
    return proxy;
  }

  async within(milliseconds, promise, what) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${what}: nothing happened for ${milliseconds} ms`)), milliseconds);
    });
    try {
      return await Promise.race([promise, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  dispose() {
    for (const dispose of this.#disposables) {
      dispose();
    }
  }
}

/** A queue of events that can be awaited one by one. */
class Inbox {
  #context;
  #events = [];
  #waiting = [];

  constructor(context) {
    this.#context = context;
  }

  get size() {
    return this.#events.length;
  }

  add(event) {
    const waiting = this.#waiting.shift();
    if (waiting) {
      waiting(event);
    } else {
      this.#events.push(event);
    }
  }

  next() {
    if (this.#events.length > 0) {
      return Promise.resolve(this.#events.shift());
    }
    return this.#context.within(20_000, new Promise((resolve) => this.#waiting.push(resolve)), "event");
  }

  async take(count) {
    const taken = [];
    while (taken.length < count) {
      taken.push(await this.next());
    }
    return taken;
  }
}
