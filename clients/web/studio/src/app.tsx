import type { VNode } from 'preact';
import { useAccountOfOtherTabs } from './account/useAccount.ts';
import { HomePage } from './pages/home.tsx';
import { InvitePage } from './pages/invite.tsx';
import { Notice } from './pages/notice.tsx';
import { RoomsPage } from './pages/rooms.tsx';
import { SessionPage } from './pages/session.tsx';
import { SessionsPage } from './pages/sessions.tsx';
import { SignInPage } from './pages/signIn.tsx';
import { WelcomePage } from './pages/welcome.tsx';
import { navigate, useRoute } from './router.ts';

export function App(): VNode {
  useAccountOfOtherTabs();
  const route = useRoute();
  switch (route.page) {
    case 'home':
      return <HomePage />;
    case 'sign-in':
      return <SignInPage />;
    case 'welcome':
      return <WelcomePage />;
    case 'rooms':
      return <RoomsPage />;
    case 'sessions':
      return <SessionsPage key={route.roomId} roomId={route.roomId} />;
    case 'session':
      return <SessionPage key={route.sessionId} sessionId={route.sessionId} />;
    case 'invite':
      return <InvitePage key={route.code} code={route.code} />;
    case 'unknown':
      return (
        <Notice title="There is nothing here" action={{ label: 'Go to the start page', run: () => navigate('/') }}>
          The link may be cut off. Ask the person who sent it to send it again.
        </Notice>
      );
  }
}
