import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { createRoom } from '../api.ts';
import { useAccount } from '../account/useAccount.ts';
import { memory } from '../memory.ts';
import { navigate } from '../router.ts';
import { ErrorMessage } from '../ui/errorMessage.tsx';
import { videoFormats } from './videoFormats.ts';

type Progress = { readonly kind: 'idle' } | { readonly kind: 'busy' } | { readonly kind: 'failed'; readonly error: unknown };

export function CreateRoom(): VNode {
  const standing = useAccount();
  const [typedName, setName] = useState<string>();
  const [title, setTitle] = useState('');
  const [format, setFormat] = useState(videoFormats[0]);
  const [progress, setProgress] = useState<Progress>({ kind: 'idle' });
  const remembered = memory.displayName.get();
  const name = typedName ?? (remembered === '' && standing.kind === 'person' ? standing.name : remembered);
  const create = async (): Promise<void> => {
    setProgress({ kind: 'busy' });
    memory.displayName.set(name.trim());
    try {
      navigate(`/i/${await createRoom(title.trim(), format)}`);
    } catch (error) {
      setProgress({ kind: 'failed', error });
    }
  };
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <h2>Create a room</h2>
      <label class="field">
        <span>Your name</span>
        <input data-testid="display-name" value={name} maxLength={100} autocomplete="name" placeholder="Ann" required
          onInput={(event) => setName(event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>Room name <em>optional</em></span>
        <input data-testid="room-title" value={title} maxLength={128} autocomplete="off" placeholder="town-hall"
          onInput={(event) => setTitle(event.currentTarget.value)} />
      </label>
      <label class="field">
        <span>Video</span>
        <select data-testid="room-video" value={format.id}
          onChange={({ currentTarget }) => setFormat(videoFormats.find(({ id }) => id === currentTarget.value) ?? videoFormats[0])}>
          {videoFormats.map(({ id, label }) => <option key={id} value={id}>{label}</option>)}
        </select>
        <span class="hint">{format.hint}</span>
      </label>
      {progress.kind === 'failed' && <ErrorMessage error={progress.error} />}
      <button type="submit" class="button primary wide" data-testid="create-room" disabled={progress.kind === 'busy'}>
        {progress.kind === 'busy' ? 'Creating …' : 'Create room'}
      </button>
    </form>
  );
}
