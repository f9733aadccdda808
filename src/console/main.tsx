import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ConsoleApp } from './app.tsx';
import { startI18n } from './i18n/index.ts';
import './styles/base.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/chart.css';
import './styles/pages.css';

startI18n();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ConsoleApp />
  </StrictMode>,
);
