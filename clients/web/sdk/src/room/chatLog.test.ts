import { expect, it } from 'vitest';
import { LiveError } from '../errors.ts';
import { entry } from '../testing/entries.ts';
import { ChatLog } from './chatLog.ts';

const texts = (chat: ChatLog): readonly string[] => chat.messages.map(({ text }) => text);

it('FD5_entries_in_any_order_come_out_in_theirs_once', () => {
  const chat = new ChatLog('u-me', [entry(5)], 5);
  chat.append([entry(8), entry(6)]);
  chat.append([entry(7), entry(6), entry(5), entry(8)]);
  expect(texts(chat)).toEqual(['text 5', 'text 6', 'text 7', 'text 8']);
});

it('FD5_knows_up_to_where_nothing_is_missing', () => {
  const chat = new ChatLog('u-me', [entry(5)], 5);
  chat.append([entry(7), entry(8)]);
  expect(chat.contiguousSeq).toBe(5);
  chat.append([entry(6)]);
  expect(chat.contiguousSeq).toBe(8);
});

it('a_room_without_history_begins_at_its_last_number', () => {
  expect(new ChatLog('u-me', [], 41).contiguousSeq).toBe(41);
});

it('entries_of_other_kinds_count_but_do_not_show', () => {
  const chat = new ChatLog('u-me', [], 0);
  chat.append([{ ...entry(1), kind: 'poll', data: {} }, entry(2)]);
  expect(texts(chat)).toEqual(['text 2']);
  expect(chat.contiguousSeq).toBe(2);
});

it('an_own_message_is_pending_until_its_entry_replaces_it', () => {
  const chat = new ChatLog('u-me', [], 0);
  chat.pending('c-x', 'Me', 'hello', new Date(0));
  expect(chat.messages[0]?.delivery).toEqual({ kind: 'pending' });
  chat.append([entry(1, 'u-me', 'c-x')]);
  expect(chat.messages).toHaveLength(1);
  expect(chat.messages[0]?.delivery).toEqual({ kind: 'sent', seq: 1 });
});

it('somebody_elses_message_with_the_same_id_is_another_message', () => {
  const chat = new ChatLog('u-me', [], 0);
  chat.pending('c-x', 'Me', 'hello', new Date(0));
  chat.append([entry(1, 'u-bob', 'c-x')]);
  expect(chat.messages.map(({ delivery }) => delivery.kind)).toEqual(['sent', 'pending']);
});

it('a_failed_message_stays_with_its_reason', () => {
  const chat = new ChatLog('u-me', [], 0);
  const error = new LiveError('chat_too_fast', 'Slow down.');
  chat.pending('c-x', 'Me', 'hello', new Date(0));
  chat.deliver('c-x', { kind: 'failed', error });
  expect(chat.messages[0]?.delivery).toEqual({ kind: 'failed', error });
});
