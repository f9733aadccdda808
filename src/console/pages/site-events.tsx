import { AUTHOR_ROLES } from '../../model/author.ts';
import { EXEMPTIONS } from '../../model/order.ts';
import type { OutletView } from '../../model/views/sites.ts';
import { isRetro, type Scene } from '../charts/scene.ts';
import { orderText } from '../format/order.ts';
import { at } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { Card } from '../parts/card.tsx';
import { JudgedValue } from '../parts/judged-value.tsx';
import { SeverityChip } from '../parts/severity.tsx';
import { severityRank } from '../parts/severity-order.ts';
import { Moment, Span } from '../parts/when.tsx';
import { nameOfFactor } from './furnace.ts';

interface SiteEventsProps {
  scene: Scene;
  outlet: OutletView;
  openAlert: (id: string) => void;
}

/** The bands of the chart once more as lists, for reading and for the keyboard. */
export function SiteEvents({ scene, outlet, openAlert }: SiteEventsProps) {
  const { t, say } = useWords();
  const alerts = scene.alerts
    .filter((alert) => alert.state !== 'withdrawn')
    .sort((a, b) => severityRank(a.severity) - severityRank(b.severity) || at(b.start) - at(a.start));
  return (
    <div className="pair">
      <Card title={t('site.alertsHere')} flush>
        {alerts.length === 0 ? (
          <p className="quiet-note quiet-card">{t('site.noAlertsHere')}</p>
        ) : (
          <ul className="newest">
            {alerts.map((alert) => (
              <li key={alert.id}>
                <button type="button" className="newest-row" onClick={() => openAlert(alert.id)}>
                  <span className="newest-sev">
                    <SeverityChip severity={alert.severity} />
                  </span>
                  <span className="newest-says">
                    <span className="clamp">{say(alert.says)}</span>
                    <span className="muted small">
                      <Span start={alert.start} end={alert.end} />
                    </span>
                  </span>
                  <span className="newest-value">
                    <JudgedValue alert={alert} lines={2} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Card>
      <div className="stack">
        <Card title={t('site.marks')} hint={t('site.marksHint')}>
          {scene.marks.length === 0 ? (
            <p className="quiet-note">{t('site.noMarks')}</p>
          ) : (
            <div className="scroll-x">
              <table className="grid-table">
                <thead>
                  <tr>
                    <th>{t('site.markKind')}</th>
                    <th>{t('site.markLayer')}</th>
                    <th>{t('site.markSpan')}</th>
                    <th>{t('site.markCreated')}</th>
                  </tr>
                </thead>
                <tbody>
                  {scene.marks.map((mark) => (
                    <tr key={mark.id}>
                      <td>
                        <b>{say(mark.name)}</b>
                        {mark.factor && (
                          <div className="muted small">
                            {t('site.markFactor')} {say(nameOfFactor(outlet, mark.factor))}
                          </div>
                        )}
                      </td>
                      <td>{t(mark.layer === 'A' ? 'site.layerA' : 'site.layerB')}</td>
                      <td>
                        <Span start={mark.start} end={mark.end} />
                      </td>
                      <td>
                        <Moment time={mark.createdAt} />
                        {isRetro(mark) && <div className="tag retro">{t('site.markLate')}</div>}
                        {mark.author && (
                          <div className="muted small">
                            {say(AUTHOR_ROLES[mark.author.role])} {mark.author.id}
                          </div>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Card>
        {scene.orders.length > 0 && (
          <Card title={t('site.orders')} hint={t('site.ordersHint')}>
            <div className="scroll-x">
              <table className="grid-table">
                <thead>
                  <tr>
                    <th>{t('site.orders')}</th>
                    <th>{t('site.orderSays')}</th>
                    <th>{t('site.orderSpan')}</th>
                  </tr>
                </thead>
                <tbody>
                  {scene.orders.map((order) => (
                    <tr key={order.id}>
                      <td>
                        <b>{orderText(order, say)}</b>
                        <div className="muted small">{[order.id, order.level].filter(Boolean).join(' · ')}</div>
                      </td>
                      <td>
                        {order.measure ?? '—'}
                        {order.exempt.length > 0 && (
                          <div className="tag">
                            {t('site.orderExempt')}: {order.exempt.map((why) => say(EXEMPTIONS[why])).join(', ')}
                          </div>
                        )}
                      </td>
                      <td>
                        {order.end ? <Span start={order.start} end={order.end} /> : <Moment time={order.start} />}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Card>
        )}
      </div>
    </div>
  );
}
