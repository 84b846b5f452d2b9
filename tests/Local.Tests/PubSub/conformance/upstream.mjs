import assert from "node:assert/strict";
import { createHmac } from "node:crypto";

const echo = ({ data, dataType }, response) =>
  response.success(dataType === "json" ? JSON.stringify(data) : data, dataType);

/** Upstream events with @azure/web-pubsub-express on the other side. */
export const UpstreamCases = {
  "express: connect decides user, groups and roles": async (context) => {
    const asked = [];
    await context.application({
      allowedEndpoints: [`http://${context.host}`],
      handleConnect: (request, response) => {
        asked.push(request);
        response.success({ userId: "decided", groups: ["g"], roles: ["webpubsub.sendToGroup.g"] });
      },
    });
    const client = await context.client({ userId: "claimed", roles: ["webpubsub.joinLeaveGroup"] });
    assert.equal(asked[0].claims.sub[0], "claimed");
    assert.deepEqual(asked[0].subprotocols, ["json.reliable.webpubsub.azure.v1"]);
    assert.equal(asked[0].queries.access_token, undefined);
    assert.equal(await context.service.userExists("decided"), true);
    await client.sendToGroup("g", "mine", "text");
    const message = await client.inbox.next();
    assert.deepEqual([message.data, message.fromUserId], ["mine", "decided"]);
    await assert.rejects(client.joinGroup("h"), (error) => error.errorDetail?.name === "Forbidden");
  },

  "express: connect refuses": async (context) => {
    await context.application({ handleConnect: (_, response) => response.fail(401, "not you") });
    await assert.rejects(context.plainClient(), /401/);
  },

  "express: connect chooses the subprotocol": async (context) => {
    await context.application({ handleConnect: (_, response) => response.success({ subprotocol: "own.v2" }) });
    const plain = await context.plainClient({ protocols: ["own.v1", "own.v2"] });
    assert.equal(plain.protocol, "own.v2");
  },

  "express: events are answered": async (context) => {
    await context.application({ handleUserEvent: echo });
    const client = await context.client();
    await client.sendEvent("echo", { n: 1 }, "json");
    await client.sendEvent("echo", "text", "text");
    await client.sendEvent("echo", new Uint8Array([1, 255]).buffer, "binary");
    const [json, text, binary] = await client.inbox.take(3);
    assert.deepEqual([json.dataType, json.data], ["json", { n: 1 }]);
    assert.deepEqual([text.dataType, text.data], ["text", "text"]);
    assert.deepEqual([binary.dataType, [...new Uint8Array(binary.data)]], ["binary", [1, 255]]);
    assert.equal(text.sequenceId, 2);
  },

  "express: a plain client is answered": async (context) => {
    await context.application({ handleUserEvent: echo });
    const plain = await context.plainClient();
    plain.send("hello");
    plain.send(Buffer.from([1, 255]));
    const [text, binary] = await plain.inbox.take(2);
    assert.deepEqual([text.isBinary, String(text.data)], [false, "hello"]);
    assert.deepEqual([binary.isBinary, [...binary.data]], [true, [1, 255]]);
  },

  "express: an invocation is answered": async (context) => {
    await context.application({
      handleUserEvent: (request, response) =>
        request.context.eventName === "refuse" ? response.fail(400, "no") : echo(request, response),
    });
    const client = await context.client();
    const [json, text] = await Promise.all([
      client.invokeEvent("echo", { n: 1 }, "json"),
      client.invokeEvent("echo", "hello", "text", { invocationId: "mine" }),
    ]);
    assert.deepEqual([json.dataType, json.data], ["json", { n: 1 }]);
    assert.deepEqual([text.invocationId, text.data], ["mine", "hello"]);
    await assert.rejects(client.invokeEvent("refuse", "x", "text"), (error) => error.errorDetail?.name === "InternalServerError");
    assert.equal(client.inbox.size, 0);
  },

  "express: no answer is an ack": async (context) => {
    await context.application({ handleUserEvent: (_, response) => response.success() });
    const client = await context.client();
    assert.equal((await client.sendEvent("silent", "x", "text")).isDuplicated, false);
    assert.equal(client.inbox.size, 0);
  },

  "express: an event that fails": async (context) => {
    await context.application({ handleUserEvent: (_, response) => response.fail(400, "no") });
    const client = await context.client();
    await assert.rejects(client.sendEvent("echo", "x", "text"), (error) => error.errorDetail?.name === "InternalServerError");
    const plain = await context.plainClient();
    plain.send("x");
    assert.equal(await plain.closed, 1011);
  },

  "express: the connection keeps its state": async (context) => {
    await context.application({
      handleConnect: (_, response) => {
        response.setState("count", 1);
        response.success();
      },
      handleUserEvent: (request, response) => {
        response.setState("count", request.context.states.count + 1);
        response.success(String(request.context.states.count), "text");
      },
    });
    const client = await context.client();
    await client.sendEvent("count", "x", "text");
    await client.sendEvent("count", "x", "text");
    // The middleware hands out the object that it changes, so it has counted on when it answers.
    assert.deepEqual((await client.inbox.take(2)).map((message) => message.data), ["2", "3"]);
  },

  "express: hears of connections that come and go": async (context) => {
    const heard = [];
    let gone;
    const left = new Promise((resolve) => (gone = resolve));
    await context.application({
      onConnected: (request) => heard.push(["connected", request.context.userId]),
      onDisconnected: (request) => {
        heard.push(["disconnected", request.context.userId, request.reason]);
        gone();
      },
    });
    const client = await context.client({ userId: "u", options: { autoReconnect: false } });
    await context.service.closeConnection(client.id, { reason: "enough" });
    await context.within(20_000, left, "disconnected");
    assert.deepEqual(heard, [["connected", "u"], ["disconnected", "u", "enough"]]);
  },

  "express: another endpoint's handler gets nothing": async (context) => {
    await context.application({ allowedEndpoints: ["https://other.example"], handleUserEvent: echo }, { systemEvents: [] });
    const client = await context.client();
    await assert.rejects(client.sendEvent("echo", "x", "text"), (error) => error.errorDetail?.name === "InternalServerError");
  },

  "express: requests are signed and numbered": async (context) => {
    const { requests } = await context.application({ handleUserEvent: echo });
    const client = await context.client({ userId: "ü" });
    await client.sendEvent("one", "x", "text");
    const [validation, ...posts] = await requests.take(4);
    assert.equal(validation.method, "OPTIONS");
    assert.equal(validation.headers["webhook-request-origin"], context.host);
    const signature = `sha256=${createHmac("sha256", context.key).update(client.id).digest("hex")}`;
    for (const { headers } of posts) {
      assert.equal(headers["ce-signature"], signature);
      assert.equal(headers["ce-source"], `/hubs/${context.hub.toLowerCase()}/client/${client.id}`);
    }
    const connect = posts.find(({ headers }) => headers["ce-type"] === "azure.webpubsub.sys.connect").headers;
    const event = posts.find(({ headers }) => headers["ce-type"] === "azure.webpubsub.user.one").headers;
    assert.deepEqual([connect["ce-id"], connect["ce-subprotocol"]], ["0", undefined]);
    assert.deepEqual([event["ce-id"], event["ce-subprotocol"]], ["2", "json.reliable.webpubsub.azure.v1"]);
  },

  "express: an event is tried again with the same number": async (context) => {
    let handled = 0;
    const { requests } = await context.application(
      { handleUserEvent: (_, response) => response.success(String(++handled), "text") }, { systemEvents: [] });
    const client = await context.client();
    await context.fault({ point: "Upstream", action: "LoseAnswer" });
    await client.sendEvent("once", "x", "text");
    assert.equal((await client.inbox.next()).data, "2");
    const [, first, second] = await requests.take(3);
    assert.equal(first.headers["ce-id"], second.headers["ce-id"]);
  },
};
