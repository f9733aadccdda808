import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useParams } from 'react-router';
import { problemOf } from './api/problem.ts';
import { Crash } from './pages/crash.tsx';
import { NotFound } from './pages/not-found.tsx';
import { Overview } from './pages/overview.tsx';
import { Preferences } from './shell/preferences.tsx';
import { Shell } from './shell/shell.tsx';

const Alerts = lazy(() => import('./pages/alerts.tsx'));
const Leads = lazy(() => import('./pages/leads.tsx'));
const Lead = lazy(() => import('./pages/lead.tsx'));
const Sites = lazy(() => import('./pages/sites.tsx'));
const Site = lazy(() => import('./pages/site.tsx'));
const Devices = lazy(() => import('./pages/devices.tsx'));
const Reports = lazy(() => import('./pages/reports.tsx'));
const Connections = lazy(() => import('./pages/connections.tsx'));
const Enterprise = lazy(() => import('./enterprise/page.tsx'));
const Rules = lazy(() => import('./pages/rules.tsx'));

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // An answer that says no will say no again; only silence and server faults are worth another try.
      retry: (failures, error) => {
        const { status } = problemOf(error);
        return (status === 0 || status >= 500) && failures < 2;
      },
    },
  },
});

export function ConsoleApp() {
  return (
    <QueryClientProvider client={client}>
      <Preferences>
        <Crash>
          <BrowserRouter>
            <Routes>
              <Route
                path="enterprise"
                element={
                  <Suspense fallback={<div className="skeleton" />}>
                    <Enterprise />
                  </Suspense>
                }
              />
              <Route element={<Shell />}>
                <Route index element={<Overview />} />
                <Route path="alerts" element={<Alerts />} />
                <Route path="alerts/:id" element={<AlertAddress />} />
                <Route path="leads" element={<Leads />} />
                <Route path="leads/:id" element={<Lead />} />
                <Route path="sites" element={<Sites />} />
                <Route path="sites/:id" element={<Site />} />
                <Route path="devices" element={<Devices />} />
                <Route path="reports" element={<Reports />} />
                <Route path="connections" element={<Connections />} />
                <Route path="rules" element={<Rules />} />
                <Route path="*" element={<NotFound />} />
              </Route>
            </Routes>
          </BrowserRouter>
        </Crash>
      </Preferences>
    </QueryClientProvider>
  );
}

/** `/alerts/{id}`, as sent in messages, is the list with that alert open; its state may be any. */
function AlertAddress() {
  const { id = '' } = useParams();
  return <Navigate to={`/alerts?state=all&alert=${encodeURIComponent(id)}`} replace />;
}
