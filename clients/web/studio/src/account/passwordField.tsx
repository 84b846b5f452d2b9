import type { VNode } from 'preact';
import { useId, useState } from 'preact/hooks';

interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly isNew?: boolean;
  readonly hint?: string;
  readonly onChange: (value: string) => void;
}

export function PasswordField({ label, value, isNew = false, hint, onChange }: PasswordFieldProps): VNode {
  const id = useId();
  const [isShown, setShown] = useState(false);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="password">
        <input id={id} data-testid="password" {...(isShown ? { type: 'text' } as const : { type: 'password' } as const)} value={value} required maxLength={256}
          minLength={isNew ? 12 : undefined} autocomplete={isNew ? 'new-password' : 'current-password'} autocapitalize="none" spellcheck={false}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`} onInput={({ currentTarget }) => onChange(currentTarget.value)} />
        <button type="button" class="button quiet small" aria-pressed={isShown} aria-label="Show the password" onClick={() => setShown(!isShown)}>
          {isShown ? 'Hide' : 'Show'}
        </button>
      </div>
      {hint !== undefined && <p id={`${id}-hint`} class="hint">{hint}</p>}
    </div>
  );
}
