import type { VNode } from 'preact';
import { account } from '../api.ts';
import { initials } from '../ui/initials.ts';
import { timeOf } from '../ui/times.ts';
import { navigate } from '../router.ts';
import type { Standing } from './account.ts';

/** Who is signed in, until when, and the way out. */
export function AccountMenu({ person }: { readonly person: Extract<Standing, { kind: 'person' }> }): VNode {
  const signOut = (): void => {
    void account.signOut().then(() => navigate('/sign-in'));
  };
  return (
    <div class="account">
      <button type="button" class="button quiet account-button" popovertarget="account-panel" data-testid="account" aria-label={`Account of ${person.name}`}>
        <span class="account-face" aria-hidden="true">{initials(person.name)}</span>
        <span class="account-name">{person.name}</span>
      </button>
      <div id="account-panel" class="card account-panel" popover="auto">
        <p><strong data-testid="account-name">{person.name}</strong></p>
        <p class="muted account-email" data-testid="account-email">{person.email}</p>
        <p class="muted">Signed in until {timeOf(person.until)}</p>
        <button type="button" class="button wide" data-testid="sign-out" onClick={signOut}>Sign out</button>
      </div>
    </div>
  );
}
