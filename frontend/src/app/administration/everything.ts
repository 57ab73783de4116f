import { HttpClient } from '@angular/common/http';
import { firstValueFrom } from 'rxjs';

interface PageOf<T> {
  items: T[];
  next_cursor?: string | null;
}

/** A whole list, page after page: those of an administrator are short. Throws HttpErrorResponse. */
export async function everything<T>(http: HttpClient, address: string, inactive = false): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const params = { limit: 100, ...(inactive && { inactive }), ...(cursor && { cursor }) };
    const page: PageOf<T> = await firstValueFrom(http.get<PageOf<T>>(address, { params }));
    items.push(...page.items);
    cursor = page.next_cursor ?? null;
  } while (cursor);
  return items;
}
