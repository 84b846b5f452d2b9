import assert from "node:assert/strict";

/** Lost transports and ended sessions with @azure/web-pubsub-client. */
export const RecoveryCases = {
  "recovery loses and doubles nothing": async (context) => {
    const proxy = await context.proxy();
    const receiver = await context.client({ endpoint: proxy.endpoint });
    await receiver.joinGroup("g");
    const group = context.service.group("g");
    for (let n = 0; n < 60; n++) {
      await group.sendToAll({ n });
      if (n % 25 === 10) {
        proxy.cut();
      }
    }
    const numbers = (await receiver.inbox.take(60)).map((message) => message.data.n);
    assert.deepEqual(numbers, Array.from({ length: 60 }, (_, n) => n));
    // One more, to see that nothing stands between.
    await group.sendToAll({ n: "last" });
    assert.equal((await receiver.inbox.next()).data.n, "last");
    assert.equal(receiver.connects.size, 0, "the session was replaced instead of recovered");
  },

  "sending goes on after a recovery": async (context) => {
    const proxy = await context.proxy();
    const sender = await context.client({ endpoint: proxy.endpoint });
    const receiver = await context.client();
    await receiver.joinGroup("g");
    await sender.sendToGroup("g", "before", "text");
    proxy.cut();
    await sender.sendToGroup("g", "after", "text");
    assert.deepEqual((await receiver.inbox.take(2)).map((message) => message.data), ["before", "after"]);
  },

  "a reload of the service is recovered": async (context) => {
    const client = await context.client({ groups: ["g"] });
    await context.control("POST", `reload?hub=${context.hub}`);
    await context.service.group("g").sendToAll("still here", { contentType: "text/plain" });
    assert.equal((await client.inbox.next()).data, "still here");
    assert.equal(client.connects.size, 0, "the session was replaced instead of recovered");
  },

  "a lost ack does not double a message": async (context) => {
    const [sender, receiver] = [await context.client(), await context.client({ groups: ["g"] })];
    await context.fault({ point: "Frame", action: "LoseAnswer" });
    const sent = sender.sendToGroup("g", "once", "text", { ackId: 9 });
    assert.equal((await receiver.inbox.next()).data, "once");
    await context.control("POST", `abort?hub=${context.hub}`);
    assert.equal((await sent).isDuplicated, true);
    await sender.sendToGroup("g", "after", "text");
    assert.equal((await receiver.inbox.next()).data, "after");
  },

  "more messages than the buffer holds": async (context) => {
    const client = await context.client({ groups: ["g"] });
    const group = context.service.group("g");
    for (let round = 0; round < 4; round++) {
      await Promise.all(Array.from({ length: 350 }, (_, n) => group.sendToAll({ n })));
      await client.inbox.take(350);
    }
    assert.equal(client.connects.size, 0, "the buffer was not released by sequence acks");
  },

  "rejoins its groups on a new connection": async (context) => {
    const proxy = await context.proxy();
    const client = await context.client({ endpoint: proxy.endpoint, reliable: false });
    await client.joinGroup("g");
    proxy.cut();
    const next = await client.connects.next();
    assert.notEqual(next.connectionId, client.id);
    await context.service.group("g").sendToAll("again", { contentType: "text/plain" });
    assert.equal((await client.inbox.next()).data, "again");
  },

  "kick ends the session": async (context) => {
    const client = await context.client({ userId: "kicked" });
    await client.joinGroup("g");
    await context.service.closeConnection(client.id, { reason: "bad manners" });
    const event = await client.disconnects.next();
    assert.equal(event.message.message, "bad manners");
    assert.notEqual((await client.connects.next()).connectionId, client.id);
  },

  "close user": async (context) => {
    const client = await context.client({ userId: "u 1", options: { autoReconnect: false } });
    await context.service.closeUserConnections("u 1", { reason: "bye" });
    assert.equal((await client.disconnects.next()).message.message, "bye");
    assert.equal(await context.service.userExists("u 1"), false);
  },
};
