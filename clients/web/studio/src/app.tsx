import type { VNode } from 'preact';
import { HomePage } from './pages/home.tsx';
import { InvitePage } from './pages/invite.tsx';
import { Notice } from './pages/notice.tsx';
import { navigate, useRoute } from './router.ts';

export function App(): VNode {
  const route = useRoute();
  switch (route.page) {
    case 'home':
      return <HomePage />;
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
