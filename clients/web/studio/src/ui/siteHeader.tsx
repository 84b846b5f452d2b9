import type { VNode } from 'preact';
import { AccountMenu } from '../account/accountMenu.tsx';
import { useAccount } from '../account/useAccount.ts';
import { Brand } from './brand.tsx';
import { Link } from './link.tsx';

interface SiteHeaderProps {
  readonly page?: 'rooms' | 'sessions';
}

/** Of the pages outside of rooms: where one can go, and who one is. */
export function SiteHeader({ page }: SiteHeaderProps): VNode {
  const standing = useAccount();
  const manages = standing.kind === 'person' || standing.kind === 'local';
  return (
    <header class="page-header">
      <Brand />
      {manages && (
        <nav class="site-nav" aria-label="Studio">
          <Link to="/rooms" testId="nav-rooms" current={page === 'rooms'}>Rooms</Link>
          <Link to="/sessions" testId="nav-sessions" current={page === 'sessions'}>Sessions</Link>
        </nav>
      )}
      {standing.kind === 'person' && <AccountMenu person={standing} />}
    </header>
  );
}
