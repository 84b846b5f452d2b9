import assert from "node:assert/strict";

/** Sockets without an SDK, with the tokens of @azure/web-pubsub. */
export const PlainCases = {
  "plain: what is sent to a group": async (context) => {
    const plain = await context.plainClient({ groups: ["g"] });
    const group = context.service.group("g");
    await group.sendToAll({ n: 1 });
    await group.sendToAll("text", { contentType: "text/plain" });
    await group.sendToAll(new Uint8Array([1, 255]).buffer);
    const [json, text, binary] = await plain.inbox.take(3);
    assert.deepEqual([json.isBinary, JSON.parse(json.data)], [false, { n: 1 }]);
    assert.deepEqual([text.isBinary, String(text.data)], [false, "text"]);
    assert.deepEqual([binary.isBinary, [...binary.data]], [true, [1, 255]]);
  },

  "plain: sends to a group": async (context) => {
    const receiver = await context.client({ groups: ["g"] });
    const plain = await context.plainClient({ query: "&webpubsub_mode=sendToGroup&group=g" });
    plain.send("hello");
    const message = await receiver.inbox.next();
    assert.deepEqual([message.dataType, message.data, message.group], ["text", "hello", "g"]);
  },

  "plain: may not send": async (context) => {
    const plain = await context.plainClient({ roles: [], query: "&webpubsub_mode=sendToGroup&group=g" });
    plain.send("hello");
    assert.equal(await plain.closed, 1008);
  },

  "plain: closed by the service": async (context) => {
    const plain = await context.plainClient({ userId: "u" });
    await context.service.closeUserConnections("u");
    assert.equal(await plain.closed, 1000);
  },
};
