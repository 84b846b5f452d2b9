import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { EntryProblem } from '../account/entryProblem.tsx';
import { PasswordField } from '../account/passwordField.tsx';
import { useEntry } from '../account/useEntry.ts';
import { account } from '../api.ts';
import { navigate } from '../router.ts';
import { Link } from '../ui/link.tsx';
import { SiteHeader } from '../ui/siteHeader.tsx';

/** Where a person chooses a password with the code that the operator handed over. A link may carry both behind its `#`. */
export function WelcomePage(): VNode {
  const [given] = useState(() => new URLSearchParams(location.hash.slice(1)));
  const [email, setEmail] = useState(given.get('email') ?? '');
  const [code, setCode] = useState(given.get('code') ?? '');
  const [password, setPassword] = useState('');
  const { isBusy, problem, mustWait, enter } = useEntry('code');
  // What opens an account stays out of the history.
  useEffect(() => history.replaceState(history.state, '', location.pathname), []);
  return (
    <div class="page">
      <SiteHeader />
      <main class="narrow-main">
        <form
          class="card"
          onSubmit={(event) => {
            event.preventDefault();
            enter(async () => {
              await account.choosePassword(email, code.trim(), password);
              navigate('/');
            });
          }}
        >
          <p class="eyebrow">Welcome to the Studio</p>
          <h1>Choose a password</h1>
          <label class="field">
            <span>E-mail address</span>
            <input data-testid="email" type="email" value={email} maxLength={254} required autocomplete="username"
              onInput={({ currentTarget }) => setEmail(currentTarget.value)} />
          </label>
          <label class="field">
            <span>One-time code <em>from whoever runs this service</em></span>
            <input data-testid="code" value={code} maxLength={64} required autocomplete="one-time-code" autocapitalize="none" spellcheck={false}
              onInput={({ currentTarget }) => setCode(currentTarget.value)} />
          </label>
          <PasswordField label="New password" value={password} isNew hint="At least 12 characters. A few words are fine." onChange={setPassword} />
          <EntryProblem problem={problem} />
          <button type="submit" class="button primary wide" data-testid="choose-password" disabled={isBusy || mustWait}>
            {isBusy ? 'One moment …' : 'Save and sign in'}
          </button>
          <p class="muted small-print">You have a password? <Link to="/sign-in" class="link">Sign in</Link></p>
        </form>
      </main>
    </div>
  );
}
