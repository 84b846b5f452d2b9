import { render } from 'preact';
import { App } from './app.tsx';
import './style/tokens.css';
import './style/base.css';
import './style/pages.css';
import './style/room.css';
import './style/stage.css';
import './style/chat.css';

const root = document.getElementById('app');
if (root !== null) {
  render(<App />, root);
}
