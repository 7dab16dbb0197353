import Link from 'next/link';
import type { ReactNode } from 'react';
import button from './button.module.css';
import classes from './nothing-here.module.css';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  /** The way on. */
  readonly href: string;
  readonly link: string;
}

/** An address that leads nowhere: what that may mean, and a way on. */
export function NothingHere({ title, children, href, link }: Props): ReactNode {
  return (
    <section className={classes.panel}>
      <h1 className={classes.title}>{title}</h1>
      <p className={classes.prose}>{children}</p>
      <Link href={href} className={button.primary}>
        {link}
      </Link>
    </section>
  );
}
