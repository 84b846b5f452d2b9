import { h, render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useShortcuts } from './useShortcuts.ts';

const mute = vi.fn();

function Page(): null {
  useShortcuts({ m: mute });
  return null;
}

beforeEach(async () => {
  mute.mockClear();
  await act(() => render(h(Page, {}), document.body));
});

afterEach(() => {
  render(null, document.body);
  document.body.replaceChildren();
});

function press(key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...init }));
}

it('a_single_key_acts_also_with_caps_lock', () => {
  press('m');
  press('M');
  expect(mute).toHaveBeenCalledTimes(2);
});

it.each([{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { repeat: true }])('with_%j_it_belongs_to_the_browser', (init) => {
  press('m', init);
  expect(mute).not.toHaveBeenCalled();
});

it.each(['input', 'textarea', 'select'])('who_types_into_%s_only_types', (name) => {
  const field = document.body.appendChild(document.createElement(name));
  press('m', {}, field);
  expect(mute).not.toHaveBeenCalled();
});

it('while_a_dialog_asks_nothing_behind_it_answers', () => {
  const dialog = document.body.appendChild(document.createElement('dialog'));
  dialog.setAttribute('open', '');
  press('m');
  expect(mute).not.toHaveBeenCalled();
});

it('after_the_page_is_gone_nothing_is_heard', async () => {
  await act(() => render(null, document.body));
  press('m');
  expect(mute).not.toHaveBeenCalled();
});
