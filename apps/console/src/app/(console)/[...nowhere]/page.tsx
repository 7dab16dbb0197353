import { notFound } from 'next/navigation';

/** Every address that is no page: so that the frame stays around what says so. */
export default function Page(): never {
  notFound();
}
