import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { memory } from '../memory.ts';
import { Brand } from '../ui/brand.tsx';

/** For guests: a moderator decides by the name. */
export function AskIn({ onAsk }: { readonly onAsk: (displayName: string) => void }): VNode {
  const [name, setName] = useState(memory.displayName.get());
  return (
    <div class="page">
      <header class="page-header">
        <Brand />
      </header>
      <main class="ask-in">
        <form
          class="card narrow"
          onSubmit={(event) => {
            event.preventDefault();
            memory.displayName.set(name.trim());
            onAsk(name.trim());
          }}
        >
          <p class="eyebrow">A moderator lets people in</p>
          <h1>Ask to come in</h1>
          <label class="field">
            <span>Your name</span>
            <input data-testid="display-name" value={name} maxLength={100} required autocomplete="name"
              onInput={(event) => setName(event.currentTarget.value)} />
          </label>
          <button type="submit" class="button primary wide" data-testid="ask-in">Ask to come in</button>
        </form>
      </main>
    </div>
  );
}
