import { useEffect, useState } from 'preact/hooks';

export type Route =
  | { readonly page: 'home' | 'sign-in' | 'welcome' | 'unknown' }
  | { readonly page: 'rooms' }
  | { readonly page: 'sessions'; readonly roomId: string | undefined }
  | { readonly page: 'session'; readonly sessionId: string }
  | { readonly page: 'invite'; readonly code: string };

/** `query` is what follows the question mark. */
export function parseRoute(path: string, query = ''): Route {
  const [, page = '', id, ...rest] = path.split('/');
  if (rest.some((part) => part !== '')) {
    return { page: 'unknown' };
  }
  const name = id === undefined || id === '' ? undefined : decoded(id);
  switch (page) {
    case '':
      return name === undefined ? { page: 'home' } : { page: 'unknown' };
    case 'i':
      return name === undefined ? { page: 'unknown' } : { page: 'invite', code: name };
    case 'sessions':
      return name === undefined
        ? { page: 'sessions', roomId: new URLSearchParams(query).get('room') ?? undefined }
        : { page: 'session', sessionId: name };
    case 'rooms':
    case 'sign-in':
    case 'welcome':
      return { page: name === undefined ? page : 'unknown' };
    default:
      return { page: 'unknown' };
  }
}

export function navigate(path: string): void {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
  scrollTo(0, 0);
}

export function useRoute(): Route {
  const [route, setRoute] = useState(current);
  useEffect(() => {
    const update = (): void => setRoute(current());
    addEventListener('popstate', update);
    return () => removeEventListener('popstate', update);
  }, []);
  return route;
}

function current(): Route {
  return parseRoute(location.pathname, location.search);
}

/** Takes what people paste: a whole link, a path, or the bare code. */
export function codeOf(pasted: string): string | undefined {
  const text = pasted.trim();
  const code = /\/i\/([^/?#\s]+)/.exec(text)?.[1] ?? text;
  return /^[\w-]{4,64}$/.test(code) ? code : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
