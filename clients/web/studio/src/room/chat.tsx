import { type ChatMessage, type Room } from '@serverless-live/sdk';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';
import { inWords } from '../words.ts';
import { useRoomPart } from './useRoom.ts';

const maxLength = 2000;
/** Closer to the end than this, the list follows new messages. */
const followPixels = 80;

interface ChatProps {
  readonly room: Room;
  readonly onClose: () => void;
  /** For the audience, which was not asked for a name at the door. */
  readonly onRename: ((name: string) => void) | undefined;
}

export function Chat({ room, onClose, onRename }: ChatProps): VNode {
  const messages = useRoomPart(room, 'chat', ({ messages: all }) => all);
  const list = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  useEffect(() => {
    if (isFollowing.current) {
      list.current?.scrollTo({ top: list.current.scrollHeight });
    }
  }, [messages.length]);
  return (
    <aside class="chat" aria-label="Chat">
      <header>
        <h2>Chat</h2>
        <button type="button" class="button round quiet small" aria-label="Close chat" data-testid="chat-close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div
        ref={list}
        class="messages"
        role="log"
        aria-live="polite"
        tabIndex={0}
        aria-label="Messages"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          isFollowing.current = scrollHeight - scrollTop - clientHeight < followPixels;
        }}
      >
        {messages.length === 0 && <p class="no-messages">No messages yet. Say hello.</p>}
        {messages.map((message) => (
          <Message key={`${message.participantId}/${message.id}`} message={message} room={room} />
        ))}
      </div>
      <Composer room={room} onSent={() => { isFollowing.current = true; }} onRename={onRename} />
    </aside>
  );
}

function Message({ message, room }: { readonly message: ChatMessage; readonly room: Room }): VNode {
  const { delivery, displayName, participantId, text, at, id } = message;
  const isOwn = participantId === room.self.participantId;
  return (
    <article class={`message ${isOwn ? 'own' : ''} ${delivery.kind}`} data-testid="chat-message" data-id={id} data-delivery={delivery.kind}>
      <p class="byline">
        <span class="author" style={{ '--hue': hueOf(participantId) }}>{displayName}</span>
        <time dateTime={at.toISOString()}>{at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}</time>
      </p>
      <p class="text">{text}</p>
      {delivery.kind === 'failed' && (
        <p class="delivery">
          {inWords(delivery.error)}{' '}
          <button type="button" class="link" onClick={() => room.retryChat(id)}>Send again</button>
        </p>
      )}
    </article>
  );
}

function Composer({ room, onSent, onRename }: { readonly room: Room; readonly onSent: () => void; readonly onRename: ChatProps['onRename'] }): VNode {
  const [text, setText] = useState('');
  const send = (): void => {
    const trimmed = text.trim();
    if (trimmed !== '') {
      room.sendChat(trimmed);
      setText('');
      onSent();
    }
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {onRename && <NameLine name={room.self.displayName} onRename={onRename} />}
      <div class="row">
        <input aria-label="Message" data-testid="chat-input" value={text} maxLength={maxLength} placeholder="Say something …" autocomplete="off"
          enterKeyHint="send" onInput={(event) => setText(event.currentTarget.value)} />
        <button type="submit" class="button primary round" aria-label="Send" data-testid="chat-send" disabled={text.trim() === ''}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

function NameLine({ name, onRename }: { readonly name: string; readonly onRename: (name: string) => void }): VNode {
  const [draft, setDraft] = useState<string>();
  const save = (): void => {
    const trimmed = draft?.trim() ?? '';
    setDraft(undefined);
    if (trimmed !== '' && trimmed !== name) {
      onRename(trimmed);
    }
  };
  if (draft === undefined) {
    return (
      <p class="name-line">
        Chatting as <strong>{name}</strong>{' '}
        <button type="button" class="link" data-testid="change-name" onClick={() => setDraft(name === 'Guest' ? '' : name)}>Change name</button>
      </p>
    );
  }
  return (
    <div class="row name-line">
      <input aria-label="Your name" data-testid="chat-name" value={draft} maxLength={100} autoFocus placeholder="Your name"
        onInput={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            save();
          }
        }} />
      <button type="button" class="button small" data-testid="chat-name-save" onClick={save}>Save</button>
    </div>
  );
}

/** The same person has the same colour for everybody. The hash is FNV-1a. */
function hueOf(participantId: string): number {
  let hash = 2166136261;
  for (const letter of participantId) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16777619);
  }
  return (hash >>> 0) % 360;
}
