import { useEffect, useState } from 'preact/hooks';

export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'invite'; readonly code: string }
  | { readonly page: 'unknown' };

export function parseRoute(path: string): Route {
  if (path === '/' || path === '') {
    return { page: 'home' };
  }
  const code = /^\/i\/([^/]+)\/?$/.exec(path)?.[1];
  return code === undefined ? { page: 'unknown' } : { page: 'invite', code: decodeURIComponent(code) };
}

export function navigate(path: string): void {
  history.pushState(null, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}

export function useRoute(): Route {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const update = (): void => setPath(location.pathname);
    addEventListener('popstate', update);
    return () => removeEventListener('popstate', update);
  }, []);
  return parseRoute(path);
}

/** Takes what people paste: a whole link, a path, or the bare code. */
export function codeOf(pasted: string): string | undefined {
  const text = pasted.trim();
  const code = /\/i\/([^/?#\s]+)/.exec(text)?.[1] ?? text;
  return /^[\w-]{4,64}$/.test(code) ? code : undefined;
}
