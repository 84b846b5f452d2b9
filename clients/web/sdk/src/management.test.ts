import { expect, it, vi } from 'vitest';
import { ManagementApi } from './management.ts';
import type { Fetch } from './restCaller.ts';

const page = { pageInfo: { currentPage: 2, perPage: 20, lastPage: 3, total: 41 }, data: [] };

it('lists_are_asked_for_page_by_page_and_only_with_what_was_said', async () => {
  const fetch = vi.fn<Fetch>(() => Promise.resolve(new Response(JSON.stringify(page))));
  const api = new ManagementApi('https://live.example', fetch);
  await api.rooms('t-1', { page: 2, query: 'town hall & co' });
  await api.sessions('t-1', { status: 'ongoing' });
  await api.rooms('t-1');
  expect(fetch.mock.calls.map(([url]) => url)).toEqual([
    'https://live.example/v2/rooms?page=2&query=town+hall+%26+co', 'https://live.example/v2/sessions?status=ongoing', 'https://live.example/v2/rooms',
  ]);
});

it('the_password_goes_in_the_body_never_in_an_address', async () => {
  const fetch = vi.fn<Fetch>(() => Promise.resolve(new Response('{"signIn":"s","name":"Ann","expiresAt":"2026-11-22T22:00:00Z"}')));
  await new ManagementApi('https://live.example', fetch).signIn({ email: 'ann@example.com', password: 'correct horse battery' });
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect(url).toBe('https://live.example/v2/people/sign-in');
  expect(init?.body).toBe('{"email":"ann@example.com","password":"correct horse battery"}');
});
