import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './theme/tokens.css';
import './parts/tones.css';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api/problem';
import { startTexts } from './i18n';
import { router } from './routes';
import { cssVariables, theme } from './theme/theme';

const queries = new QueryClient({
    defaultOptions: {
        queries: {
            refetchOnWindowFocus: false,
            // A refusal stays a refusal; only a missing answer or a fault of the server is worth asking again.
            retry: (count, cause) =>
                count < 2 && (!(cause instanceof ApiProblem) || cause.status === 0 || cause.status >= 500),
        },
        // Without a network a press fails at once and says so: kept back, it would hang up or take back a caller a minute later.
        mutations: { networkMode: 'always' },
    },
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
void startTexts().then(() => {
    createRoot(root).render(
        <StrictMode>
            <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
                <QueryClientProvider client={queries}>
                    <Notifications position="top-right" limit={4} />
                    <RouterProvider router={router} />
                </QueryClientProvider>
            </MantineProvider>
        </StrictMode>,
    );
});
