import assert from "node:assert/strict";
import { odata } from "@azure/web-pubsub";

const TEXT = { contentType: "text/plain" };

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

  "send filtered": async (context) => {
    const [alice, bob] = [
      await context.client({ userId: "o'alice", groups: ["g", "vip"] }), await context.client({ userId: "bob", groups: ["g"] }),
    ];
    const { service } = context;
    await service.sendToAll("to alice", { ...TEXT, filter: odata`userId eq ${"o'alice"}` });
    await service.sendToAll("to bob", { ...TEXT, filter: "startswith(userId, 'b') and not ('vip' in groups)" });
    await service.group("g").sendToAll("to vips", { ...TEXT, filter: "'vip' in groups" });
    await service.sendToUser("bob", "to this bob", { ...TEXT, filter: odata`connectionId in (${bob.id}, 'x')` });
    await service.sendToAll("to all", TEXT);
    assert.deepEqual((await alice.inbox.take(3)).map((message) => message.data), ["to alice", "to vips", "to all"]);
    assert.deepEqual((await bob.inbox.take(3)).map((message) => message.data), ["to bob", "to this bob", "to all"]);
    await assert.rejects(service.sendToAll("x", { ...TEXT, filter: "userId eq" }), (error) => error.statusCode === 400);
  },

  "send with a time to live": async (context) => {
    const client = await context.client({ groups: ["g"] });
    await context.service.group("g").sendToAll("soon", { ...TEXT, messageTtlSeconds: 60 });
    assert.equal((await client.inbox.next()).data, "soon");
    await assert.rejects(
      context.service.sendToAll("x", { ...TEXT, messageTtlSeconds: 301 }), (error) => error.statusCode === 400);
  },

  "list the members of a group": async (context) => {
    const clients = await Promise.all([0, 1, 2, 3, 4].map((n) => context.client({ userId: `u${n}`, groups: ["g /1"] })));
    await context.client({ userId: "elsewhere" });
    const group = context.service.group("g /1");
    const everybody = clients.map((client) => client.id).sort();
    const all = [];
    for await (const { connectionId, userId } of await group.listConnections()) {
      assert.equal(clients.find((client) => client.id === connectionId) !== undefined, true);
      assert.match(userId, /^u[0-4]$/);
      all.push(connectionId);
    }
    assert.deepEqual(all, everybody);
    const pages = [];
    for await (const page of (await group.listConnections({ maxPageSize: 2 })).byPage()) {
      pages.push(page.map((member) => member.connectionId));
    }
    assert.deepEqual(pages, [everybody.slice(0, 2), everybody.slice(2, 4), everybody.slice(4)]);
    const some = [];
    for await (const { connectionId } of await group.listConnections({ maxPageSize: 2, top: 3 })) {
      some.push(connectionId);
    }
    assert.deepEqual(some, everybody.slice(0, 3));
    for await (const nobody of await context.service.group("empty").listConnections()) {
      assert.fail(nobody.connectionId);
    }
  },

  "groups in bulk": async (context) => {
    const [alice, bob] = [await context.client({ userId: "alice" }), await context.client({ userId: "bob" })];
    const { service } = context;
    await service.addConnectionsToGroups(["a", "b"], odata`userId eq ${"alice"}`);
    await service.addConnectionsToGroups(["b"]);
    await service.removeConnectionsFromGroups(["b"], "'a' in groups");
    await service.group("a").sendToAll("a", TEXT);
    await service.group("b").sendToAll("b", TEXT);
    await service.sendToAll("end", TEXT);
    assert.deepEqual((await alice.inbox.take(2)).map((message) => message.data), ["a", "end"]);
    assert.deepEqual((await bob.inbox.take(2)).map((message) => message.data), ["b", "end"]);
    await assert.rejects(service.addConnectionsToGroups(["a"], "nonsense"), (error) => error.statusCode === 400);
  },

  "out of all groups": async (context) => {
    const client = await context.client({ userId: "u", groups: ["a", "b"] });
    const { service } = context;
    await service.removeConnectionFromAllGroups(client.id);
    assert.deepEqual([await service.groupExists("a"), await service.groupExists("b")], [false, false]);
    await service.group("a").addUser("u");
    await service.group("a").removeUser("u");
    assert.equal(await service.groupExists("a"), false);
  },

  "close all but some": async (context) => {
    const [kept, gone] = [await context.client(), await context.client({ options: { autoReconnect: false } })];
    await context.service.closeAllConnections({ reason: "tidy", excluded: [kept.id] });
    assert.equal((await gone.disconnects.next()).message.message, "tidy");
    assert.equal(await context.service.connectionExists(kept.id), true);
    assert.equal(await context.service.connectionExists(gone.id), false);
  },

  "throttled and tried again": async (context) => {
    const client = await context.client({ groups: ["g"] });
    await context.fault({ point: "Request", action: "Refuse", status: 429, retryAfterSeconds: 0 });
    await context.service.group("g").sendToAll("after all", TEXT);
    assert.equal((await client.inbox.next()).data, "after all");
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
