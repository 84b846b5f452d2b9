import assert from "node:assert/strict";

/** The data plane with @azure/web-pubsub. */
export const RestCases = {
  "send to group, user, connection and all": async (context) => {
    const [alice, bob] = [await context.client({ userId: "alice", groups: ["g"] }), await context.client({ userId: "bob" })];
    await context.service.group("g").sendToAll({ to: "group" });
    await context.service.sendToUser("alice", { to: "user" });
    await context.service.sendToConnection(alice.id, "connection", { contentType: "text/plain" });
    await context.service.sendToAll({ to: "all" });
    const received = await alice.inbox.take(4);
    assert.deepEqual(received.map((message) => message.data.to ?? message.data), ["group", "user", "connection", "all"]);
    assert.equal(received[0].group, "g");
    assert.deepEqual(received.map((message) => message.sequenceId), [1, 2, 3, 4]);
    assert.deepEqual((await bob.inbox.next()).data, { to: "all" });
  },

  "send binary": async (context) => {
    const client = await context.client({ groups: ["g"] });
    await context.service.group("g").sendToAll(new Uint8Array([7, 0, 255]).buffer);
    const message = await client.inbox.next();
    assert.deepEqual([...new Uint8Array(message.data)], [7, 0, 255]);
  },

  "send excluding": async (context) => {
    const [alice, bob] = [await context.client({ groups: ["g"] }), await context.client({ groups: ["g"] })];
    await context.service.group("g").sendToAll("first", { contentType: "text/plain", excludedConnections: [alice.id] });
    await context.service.group("g").sendToAll("second", { contentType: "text/plain" });
    assert.equal((await alice.inbox.next()).data, "second");
    assert.deepEqual((await bob.inbox.take(2)).map((message) => message.data), ["first", "second"]);
  },

  "exists": async (context) => {
    const client = await context.client({ userId: "u", groups: ["g"] });
    assert.equal(await context.service.connectionExists(client.id), true);
    assert.equal(await context.service.connectionExists("nobody"), false);
    assert.equal(await context.service.userExists("u"), true);
    assert.equal(await context.service.userExists("v"), false);
    assert.equal(await context.service.groupExists("g"), true);
    assert.equal(await context.service.groupExists("h"), false);
  },

  "add to and remove from a group": async (context) => {
    const client = await context.client({ userId: "u" });
    const group = context.service.group("g /1%2F");
    await group.addConnection(client.id);
    await group.sendToAll("one", { contentType: "text/plain" });
    await group.removeConnection(client.id);
    await group.sendToAll("lost", { contentType: "text/plain" });
    await group.addUser("u");
    await group.sendToAll("two", { contentType: "text/plain" });
    await context.service.removeUserFromAllGroups("u");
    assert.equal(await context.service.groupExists("g /1%2F"), false);
    const received = await client.inbox.take(2);
    assert.deepEqual(received.map((message) => [message.group, message.data]), [["g /1%2F", "one"], ["g /1%2F", "two"]]);
    await assert.rejects(group.addConnection("nobody"), (error) => error.statusCode === 404);
  },

  "permissions": async (context) => {
    const client = await context.client({ roles: [] });
    const { service } = context;
    assert.equal(await service.hasPermission(client.id, "joinLeaveGroup", { targetName: "g" }), false);
    await service.grantPermission(client.id, "joinLeaveGroup", { targetName: "g" });
    assert.equal(await service.hasPermission(client.id, "joinLeaveGroup", { targetName: "g" }), true);
    await client.joinGroup("g");
    await service.revokePermission(client.id, "joinLeaveGroup", { targetName: "g" });
    assert.equal(await service.hasPermission(client.id, "joinLeaveGroup", { targetName: "g" }), false);
  },

  "close group": async (context) => {
    const client = await context.client({ groups: ["g"], options: { autoReconnect: false } });
    const other = await context.client();
    await context.service.group("g").closeAllConnections({ reason: "closing time" });
    assert.equal((await client.disconnects.next()).message.message, "closing time");
    assert.equal(await context.service.connectionExists(other.id), true);
  },
};
