import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { SignInForm } from '../account/signInForm.tsx';
import { useAccount } from '../account/useAccount.ts';
import { codeOf, navigate } from '../router.ts';
import { SiteHeader } from '../ui/siteHeader.tsx';
import { CreateRoom } from './createRoom.tsx';

export function HomePage(): VNode {
  const standing = useAccount();
  return (
    <div class="page">
      <SiteHeader />
      <main class="home">
        <section class="hero">
          <h1>Go live in one click.</h1>
          <p>Bring co-hosts on the stage, share one link with everybody who watches, and talk with them while it happens.</p>
        </section>
        <div class="stack">
          {standing.kind === 'asking' && <div class="card placeholder" aria-busy="true" />}
          {standing.kind === 'nobody' && <SignInForm />}
          {(standing.kind === 'person' || standing.kind === 'local') && <CreateRoom />}
          <JoinByCode />
        </div>
      </main>
    </div>
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
