import {
  IconBrandDiscord,
  IconBrandInstagram,
  IconBrandLine,
  IconBrandMatrix,
  IconBrandMessenger,
  IconBrandReddit,
  IconBrandSignal,
  IconBrandSlack,
  IconBrandSteam,
  IconBrandTeams,
  IconBrandTelegram,
  IconBrandTwitch,
  IconBrandViber,
  IconBrandWechat,
  IconBrandWhatsapp,
  IconDeviceMobile,
  IconMail,
  IconMessage2,
  IconMicrophone,
  IconPhone,
  IconTerminal2,
  IconWorld,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { initial } from '../lib/format/text';
import classes from './platform-mark.module.css';

const GLYPHS: Readonly<Record<string, TablerIcon>> = {
  cli: IconTerminal2,
  discord: IconBrandDiscord,
  email: IconMail,
  instagram: IconBrandInstagram,
  line: IconBrandLine,
  matrix: IconBrandMatrix,
  messenger: IconBrandMessenger,
  mobile: IconDeviceMobile,
  phone: IconPhone,
  reddit: IconBrandReddit,
  signal: IconBrandSignal,
  slack: IconBrandSlack,
  sms: IconMessage2,
  steam: IconBrandSteam,
  teams: IconBrandTeams,
  telegram: IconBrandTelegram,
  twitch: IconBrandTwitch,
  viber: IconBrandViber,
  voice: IconMicrophone,
  web: IconWorld,
  wechat: IconBrandWechat,
  whatsapp: IconBrandWhatsapp,
};

interface Props {
  readonly platform: string;
  /** Only where there is no room; it stays for screen readers and on hover. */
  readonly isNameHidden?: boolean;
}

/** A platform's sign and name; a letter in a circle for platforms that we know no sign of. */
export function PlatformMark({ platform, isNameHidden = false }: Props): ReactNode {
  const Glyph = Object.hasOwn(GLYPHS, platform) ? GLYPHS[platform] : undefined;
  return (
    <span className={classes.platform} title={isNameHidden ? platform : undefined}>
      {Glyph ? (
        <Glyph size={16} stroke={1.5} className={classes.glyph} aria-hidden />
      ) : (
        <span className={classes.letter} aria-hidden>
          {initial(platform)}
        </span>
      )}
      <span className={isNameHidden ? 'visually-hidden' : classes.name}>{platform}</span>
    </span>
  );
}
