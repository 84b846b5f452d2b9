import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly keep: string;
  readonly confirm: string;
  readonly testId: string;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}

/** Before something that cannot be taken back. */
export function ConfirmDialog({ title, children, keep, confirm, testId, onCancel, onConfirm }: ConfirmDialogProps): VNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="card" aria-labelledby={id} onClose={onCancel}>
      <h2 id={id}>{title}</h2>
      <div class="muted">{children}</div>
      <div class="row end">
        <button type="button" class="button" onClick={onCancel}>{keep}</button>
        <button type="button" class="button live" data-testid={testId} onClick={onConfirm}>{confirm}</button>
      </div>
    </dialog>
  );
}
