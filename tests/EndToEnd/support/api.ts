import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { ExchangeInviteResponse, InviteRole } from '../../../clients/web/sdk/src/index.ts';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The REST API, as a customer's back end or somebody with bad intentions calls it. */
export async function call(path: string, { bearer, body }: { readonly bearer?: string; readonly body?: unknown } = {}): Promise<Answer> {
  const response = await fetch(inject('studio') + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
}

/** A link to a room, made by the customer's back end. */
export async function inviteLink(roomId: string, role: InviteRole, limits: { readonly maxUses?: number } = {}): Promise<string> {
  const { status, body } = await call(`/v2/rooms/${roomId}/invites`, { bearer: apiToken(), body: { role, ...limits } });
  if (status !== 201) {
    throw new Error(`No invite: ${status} ${JSON.stringify(body)}`);
  }
  return `${inject('studio')}/i/${String(body['code'])}`;
}

export function codeIn(link: string): string {
  return link.slice(link.lastIndexOf('/') + 1);
}

export async function exchange(link: string): Promise<ExchangeInviteResponse> {
  const { body } = await call(`/v2/invites/${codeIn(link)}/exchange`);
  return body as unknown as ExchangeInviteResponse;
}

/** A token of the development tenant. By default one that may do everything over REST for a minute. */
export function apiToken(claims: Readonly<Record<string, unknown>> = {}): string {
  const tenant = JSON.parse(readFileSync(join(inject('dataFolder'), 'development-tenant.json'), 'utf8')) as { apiKey: string; secret: string };
  const now = Math.floor(Date.now() / 1000);
  const all = { apikey: tenant.apiKey, permissions: ['allow_join', 'allow_mod'], version: 2, iat: now - 120, exp: now + 60, ...claims };
  const signed = [{ alg: 'HS256', typ: 'JWT' }, all].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${createHmac('sha256', tenant.secret).update(signed).digest('base64url')}`;
}
