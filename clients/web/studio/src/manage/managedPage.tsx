import type { ComponentChildren, VNode } from 'preact';
import { SignInForm } from '../account/signInForm.tsx';
import { useAccount } from '../account/useAccount.ts';
import { SiteHeader } from '../ui/siteHeader.tsx';

interface ManagedPageProps {
  readonly page: 'rooms' | 'sessions';
  /** Called only for people who may see it. */
  readonly children: () => ComponentChildren;
}

/** For people who manage rooms. Others are asked to sign in, and then find what they came for. */
export function ManagedPage({ page, children }: ManagedPageProps): VNode {
  const standing = useAccount();
  const content = (): VNode => {
    switch (standing.kind) {
      case 'asking':
        return <main class="narrow-main" aria-busy="true" />;
      case 'nobody':
        return <main class="narrow-main"><SignInForm isPage /></main>;
      case 'person':
      case 'local':
        return <main class="managed">{children()}</main>;
    }
  };
  return (
    <div class="page">
      <SiteHeader page={page} />
      {content()}
    </div>
  );
}
