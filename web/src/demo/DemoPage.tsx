import { IconBolt, IconDroplet, IconFlame, IconPhone } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { CallCard } from './CallCard';

function Header() {
    const { t, i18n } = useTranslation('demo');
    const other = i18n.language === 'de' ? 'en' : 'de';
    const change = () => {
        document.documentElement.lang = other;
        void i18n.changeLanguage(other);
    };
    return (
        <header className="head">
            <a className="brand" href="#top">
                <img src="/icon-nordheim.svg" alt="" width={36} height={36} />
                <span>
                    Stadtwerke <strong>Nordheim</strong>
                </span>
            </a>
            <nav aria-label={t('nav.label')}>
                <a href="#power">{t('nav.power')}</a>
                <a href="#gas">{t('nav.gas')}</a>
                <a href="#water">{t('nav.water')}</a>
                <a href="#contact">{t('nav.contact')}</a>
            </nav>
            <button type="button" className="quiet" lang={other} onClick={change} data-testid="demo-language">
                {t('language')}
            </button>
        </header>
    );
}

const tariffs = [
    { key: 'power', icon: IconBolt },
    { key: 'gas', icon: IconFlame },
    { key: 'water', icon: IconDroplet },
] as const;

/** A made-up client's website with a call button: what a customer of a client sees. */
export function DemoPage() {
    const { t } = useTranslation('demo');
    return (
        <div id="top">
            <Header />
            <main>
                <section className="hero">
                    <div>
                        <h1>{t('hero.title')}</h1>
                        <p>{t('hero.text')}</p>
                        <a className="primary" href="#contact">
                            <IconPhone size={20} aria-hidden />
                            {t('hero.call')}
                        </a>
                    </div>
                </section>
                <section className="tariffs" aria-labelledby="tariffs">
                    <h2 id="tariffs">{t('tariffs.title')}</h2>
                    <div className="cards">
                        {tariffs.map(({ key, icon: Mark }) => (
                            <article key={key} id={key}>
                                <Mark size={28} aria-hidden />
                                <h3>{t(`tariffs.${key}`)}</h3>
                                <p>{t(`tariffs.${key}_text`)}</p>
                                <strong>{t(`tariffs.${key}_price`)}</strong>
                            </article>
                        ))}
                    </div>
                </section>
                <CallCard />
            </main>
            <footer>
                <p>{t('note')}</p>
            </footer>
        </div>
    );
}
