import assert from "node:assert/strict";

/** Joining, sending and acknowledging with @azure/web-pubsub-client. */
export const SocketCases = {
  "join and send": async (context) => {
    const [alice, bob] = [await context.client({ userId: "alice" }), await context.client({ userId: "bob" })];
    await bob.joinGroup("g");
    const result = await alice.sendToGroup("g", { n: 1 }, "json");
    assert.equal(result.isDuplicated, false);
    const message = await bob.inbox.next();
    assert.equal(message.group, "g");
    assert.equal(message.fromUserId, "alice");
    assert.deepEqual(message.data, { n: 1 });
    assert.equal(message.sequenceId, 1);
  },

  "plain json protocol": async (context) => {
    const client = await context.client({ userId: "u", reliable: false });
    await client.joinGroup("g");
    await client.sendToGroup("g", "hello", "text");
    const message = await client.inbox.next();
    assert.equal(message.data, "hello");
    assert.equal(message.sequenceId, undefined);
  },

  "json, text and binary": async (context) => {
    const client = await context.client();
    await client.joinGroup("g");
    await client.sendToGroup("g", [1, { deep: "ü\n" }], "json");
    await client.sendToGroup("g", 'a "quoted" \u2028 line', "text");
    await client.sendToGroup("g", new Uint8Array([0, 1, 254, 255]).buffer, "binary");
    const [json, text, binary] = await client.inbox.take(3);
    assert.deepEqual([json.dataType, json.data], ["json", [1, { deep: "ü\n" }]]);
    assert.deepEqual([text.dataType, text.data], ["text", 'a "quoted" \u2028 line']);
    assert.equal(binary.dataType, "binary");
    assert.deepEqual([...new Uint8Array(binary.data)], [0, 1, 254, 255]);
  },

  "noEcho": async (context) => {
    const [alice, bob] = [await context.client(), await context.client()];
    await alice.joinGroup("g");
    await bob.joinGroup("g");
    await alice.sendToGroup("g", "not for me", "text", { noEcho: true });
    await alice.sendToGroup("g", "for all", "text");
    assert.deepEqual((await bob.inbox.take(2)).map((message) => message.data), ["not for me", "for all"]);
    assert.equal((await alice.inbox.next()).data, "for all");
  },

  "fire and forget": async (context) => {
    const client = await context.client();
    await client.joinGroup("g");
    await client.sendToGroup("g", "x", "text", { fireAndForget: true });
    assert.equal((await client.inbox.next()).data, "x");
  },

  "forbidden join": async (context) => {
    const client = await context.client({ roles: ["webpubsub.joinLeaveGroup.other"] });
    await assert.rejects(client.joinGroup("g"), (error) => error.errorDetail?.name === "Forbidden");
  },

  "forbidden send": async (context) => {
    const client = await context.client({ roles: ["webpubsub.sendToGroups.room.*.up"] });
    await client.sendToGroup("room.1.up", "x", "text");
    await assert.rejects(client.sendToGroup("room.1.feed", "x", "text"), (error) => error.errorDetail?.name === "Forbidden");
  },

  "duplicate ack": async (context) => {
    const client = await context.client();
    await client.joinGroup("g");
    const first = await client.sendToGroup("g", "once", "text", { ackId: 77 });
    const second = await client.sendToGroup("g", "twice", "text", { ackId: 77 });
    assert.deepEqual([first.isDuplicated, second.isDuplicated], [false, true]);
    await client.sendToGroup("g", "after", "text");
    assert.deepEqual((await client.inbox.take(2)).map((message) => message.data), ["once", "after"]);
  },

  "leave": async (context) => {
    const [alice, bob] = [await context.client(), await context.client()];
    await bob.joinGroup("g");
    await bob.joinGroup("h");
    await bob.leaveGroup("g");
    await alice.sendToGroup("g", "gone", "text");
    await alice.sendToGroup("h", "here", "text");
    assert.equal((await bob.inbox.next()).data, "here");
  },

  "groups of the token": async (context) => {
    const client = await context.client({ groups: ["p.1"], roles: [] });
    await context.service.group("p.1").sendToAll({ private: true });
    assert.deepEqual((await client.inbox.next()).data, { private: true });
  },

  "event without a handler": async (context) => {
    const client = await context.client();
    await assert.rejects(client.sendEvent("echo", "x", "text"), (error) => error.errorDetail?.name === "InternalServerError");
  },
};
