import type { VNode } from 'preact';
import { SignInForm } from '../account/signInForm.tsx';
import { useAccount } from '../account/useAccount.ts';
import { navigate } from '../router.ts';
import { SiteHeader } from '../ui/siteHeader.tsx';
import { Notice } from './notice.tsx';

export function SignInPage(): VNode {
  const standing = useAccount();
  if (standing.kind === 'person') {
    return (
      <Notice title={`You are signed in as ${standing.name}`} action={{ label: 'Create a room', run: () => navigate('/') }}>
        {standing.email}
      </Notice>
    );
  }
  return (
    <div class="page">
      <SiteHeader />
      <main class="narrow-main">
        <SignInForm isPage goTo="/" />
      </main>
    </div>
  );
}
