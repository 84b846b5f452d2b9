import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { createRoom, managementToken } from '../api.ts';
import { memory } from '../memory.ts';
import { codeOf, navigate } from '../router.ts';
import { Brand } from '../ui/brand.tsx';
import { ErrorMessage } from '../ui/errorMessage.tsx';

export function HomePage(): VNode {
  return (
    <div class="page">
      <header class="page-header">
        <Brand />
      </header>
      <main class="home">
        <section class="hero">
          <h1>Go live in one click.</h1>
          <p>Bring co-hosts on the stage, share one link with everybody who watches, and talk with them while it happens.</p>
        </section>
        <div class="stack">
          <CreateRoom />
          <JoinByCode />
        </div>
      </main>
    </div>
  );
}

type Progress = { readonly kind: 'idle' } | { readonly kind: 'busy' } | { readonly kind: 'elsewhere' } | { readonly kind: 'failed'; readonly error: unknown };

function CreateRoom(): VNode {
  const [name, setName] = useState(memory.displayName.get());
  const [title, setTitle] = useState('');
  const [progress, setProgress] = useState<Progress>({ kind: 'idle' });
  const create = async (): Promise<void> => {
    setProgress({ kind: 'busy' });
    memory.displayName.set(name.trim());
    try {
      const token = await managementToken();
      if (token === undefined) {
        setProgress({ kind: 'elsewhere' });
        return;
      }
      navigate(`/i/${await createRoom(token, title.trim())}`);
    } catch (error) {
      setProgress({ kind: 'failed', error });
    }
  };
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <h2>Create a room</h2>
      <label class="field">
        <span>Your name</span>
        <input data-testid="display-name" value={name} maxLength={100} autocomplete="name" placeholder="Ann" required
          onInput={(event) => setName(event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>Room name <em>optional</em></span>
        <input data-testid="room-title" value={title} maxLength={128} autocomplete="off" placeholder="town-hall"
          onInput={(event) => setTitle(event.currentTarget.value)} />
      </label>
      {progress.kind === 'elsewhere' && (
        <p class="notice" role="status" data-testid="error-message">
          Here, rooms are created by the back end of the service you came from. Ask its host for an invite link and open it, or paste it below.
        </p>
      )}
      {progress.kind === 'failed' && <ErrorMessage error={progress.error} />}
      <button type="submit" class="button primary wide" data-testid="create-room" disabled={progress.kind === 'busy'}>
        {progress.kind === 'busy' ? 'Creating …' : 'Create room'}
      </button>
    </form>
  );
}

function JoinByCode(): VNode {
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const join = (): void => {
    const code = codeOf(text);
    setWrong(code === undefined);
    if (code !== undefined) {
      navigate(`/i/${code}`);
    }
  };
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        join();
      }}
    >
      <h2>Join with a link or code</h2>
      <div class="row">
        <input aria-label="Invite link or code" data-testid="join-code" value={text} placeholder="k7w2-9fqp-x3md" autocomplete="off"
          onInput={(event) => setText(event.currentTarget.value)} />
        <button type="submit" class="button" data-testid="join-by-code">Join</button>
      </div>
      {isWrong && (
        <p class="error" role="alert" data-testid="error-message">
          That is no invite link or code. Paste the whole link that you were given.
        </p>
      )}
    </form>
  );
}
