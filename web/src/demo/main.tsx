import '@fontsource-variable/inter';
import './demo.css';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import i18next from 'i18next';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import { demoDe, demoEn } from '../i18n/demo';
import { DemoPage } from './DemoPage';

const root = document.getElementById('root');
if (!root) throw new Error('demo/index.html has no #root');
const language = navigator.language.startsWith('de') ? 'de' : 'en';
document.documentElement.lang = language;
void i18next
    .use(initReactI18next)
    .init({
        lng: language,
        fallbackLng: 'en',
        ns: ['demo'],
        defaultNS: 'demo',
        resources: { de: { demo: demoDe }, en: { demo: demoEn } },
        interpolation: { escapeValue: false },
    })
    .then(() =>
        createRoot(root).render(
            <StrictMode>
                <QueryClientProvider client={new QueryClient()}>
                    <DemoPage />
                </QueryClientProvider>
            </StrictMode>,
        ),
    );
