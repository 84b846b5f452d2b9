import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { account } from '../api.ts';
import { navigate } from '../router.ts';
import { Link } from '../ui/link.tsx';
import { EntryProblem } from './entryProblem.tsx';
import { PasswordField } from './passwordField.tsx';
import { useAccount } from './useAccount.ts';
import { useEntry } from './useEntry.ts';

interface SignInFormProps {
  /** Where the form is all there is on the page, it is its headline. */
  readonly isPage?: boolean;
  /** Where to go then; absent: whatever page this is goes on. */
  readonly goTo?: string;
}

export function SignInForm({ isPage = false, goTo }: SignInFormProps): VNode {
  const standing = useAccount();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { isBusy, problem, mustWait, enter } = useEntry('password');
  const Title = isPage ? 'h1' : 'h2';
  return (
    <form
      class="card"
      data-testid="sign-in-form"
      onSubmit={(event) => {
        event.preventDefault();
        enter(async () => {
          await account.signIn(email, password);
          if (goTo !== undefined) {
            navigate(goTo);
          }
        });
      }}
    >
      <Title>Sign in</Title>
      {standing.kind === 'nobody' && standing.wasSignedOut && (
        <p class="notice" role="status" data-testid="signed-out">You were signed out after a while. Sign in again to go on.</p>
      )}
      <label class="field">
        <span>E-mail address</span>
        <input data-testid="email" type="email" value={email} maxLength={254} required autocomplete="username"
          onInput={({ currentTarget }) => setEmail(currentTarget.value)} />
      </label>
      <PasswordField label="Password" value={password} onChange={setPassword} />
      <EntryProblem problem={problem} />
      <button type="submit" class="button primary wide" data-testid="sign-in" disabled={isBusy || mustWait}>
        {isBusy ? 'Signing in …' : 'Sign in'}
      </button>
      <p class="muted small-print">First time here, or password forgotten? <Link to="/welcome" class="link">Use a one-time code</Link></p>
    </form>
  );
}
