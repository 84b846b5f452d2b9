import type { VNode } from 'preact';

export function Brand(): VNode {
  return (
    <a class="brand" href="/">
      <img src="/icon.svg" alt="" width="28" height="28" />
      Serverless Live
    </a>
  );
}
