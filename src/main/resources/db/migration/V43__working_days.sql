-- The State Council's calendars of working days, a row for each year, for terms that count them. Only days that are not what
-- their weekday says: weekdays that are holidays, and days of a weekend that are worked to make up for them.
CREATE TABLE working_calendar (
    year      integer PRIMARY KEY,
    source    text    NOT NULL,
    issued_on date    NOT NULL,
    holidays  date[]  NOT NULL,
    workdays  date[]  NOT NULL
);
CREATE TRIGGER working_calendar_is_history BEFORE UPDATE OR DELETE ON working_calendar
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history();

CREATE FUNCTION working_calendar_says_what_weekdays_do_not() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM unnest(NEW.holidays) AS d WHERE extract(year FROM d) <> NEW.year OR extract(isodow FROM d) > 5)
       OR EXISTS (SELECT FROM unnest(NEW.workdays) AS d WHERE extract(year FROM d) <> NEW.year OR extract(isodow FROM d) < 6)
    THEN
        RAISE EXCEPTION 'the calendar of % has a day of another year, or one that its weekday tells already', NEW.year
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER working_calendar_says_what_weekdays_do_not BEFORE INSERT ON working_calendar
    FOR EACH ROW EXECUTE FUNCTION working_calendar_says_what_weekdays_do_not();

-- Which days the term of a case counts.
ALTER TABLE technical_test ADD COLUMN test_days text NOT NULL DEFAULT 'CALENDAR_DAYS'
    CHECK (test_days IN ('CALENDAR_DAYS', 'WORKING_DAYS'));

-- Source: 国务院办公厅关于部分节假日安排的通知, of the year each; that of 2020 with its extension of the Spring Festival.
INSERT INTO working_calendar (year, source, issued_on, holidays, workdays) VALUES
(2020, '国办发明电〔2019〕16号，国办发明电〔2020〕1号', '2020-01-27',
     '{2020-01-01, 2020-01-24, 2020-01-27, 2020-01-28, 2020-01-29, 2020-01-30, 2020-01-31, 2020-04-06,
       2020-05-01, 2020-05-04, 2020-05-05, 2020-06-25, 2020-06-26, 2020-10-01, 2020-10-02, 2020-10-05,
       2020-10-06, 2020-10-07, 2020-10-08}',
     '{2020-01-19, 2020-04-26, 2020-05-09, 2020-06-28, 2020-09-27, 2020-10-10}'),
(2021, '国办发明电〔2020〕27号', '2020-11-25',
     '{2021-01-01, 2021-02-11, 2021-02-12, 2021-02-15, 2021-02-16, 2021-02-17, 2021-04-05, 2021-05-03,
       2021-05-04, 2021-05-05, 2021-06-14, 2021-09-20, 2021-09-21, 2021-10-01, 2021-10-04, 2021-10-05,
       2021-10-06, 2021-10-07}',
     '{2021-02-07, 2021-02-20, 2021-04-25, 2021-05-08, 2021-09-18, 2021-09-26, 2021-10-09}'),
(2022, '国办发明电〔2021〕11号', '2021-10-25',
     '{2022-01-03, 2022-01-31, 2022-02-01, 2022-02-02, 2022-02-03, 2022-02-04, 2022-04-04, 2022-04-05,
       2022-05-02, 2022-05-03, 2022-05-04, 2022-06-03, 2022-09-12, 2022-10-03, 2022-10-04, 2022-10-05,
       2022-10-06, 2022-10-07}',
     '{2022-01-29, 2022-01-30, 2022-04-02, 2022-04-24, 2022-05-07, 2022-10-08, 2022-10-09}'),
(2023, '国办发明电〔2022〕16号', '2022-12-08',
     '{2023-01-02, 2023-01-23, 2023-01-24, 2023-01-25, 2023-01-26, 2023-01-27, 2023-04-05, 2023-05-01,
       2023-05-02, 2023-05-03, 2023-06-22, 2023-06-23, 2023-09-29, 2023-10-02, 2023-10-03, 2023-10-04,
       2023-10-05, 2023-10-06}',
     '{2023-01-28, 2023-01-29, 2023-04-23, 2023-05-06, 2023-06-25, 2023-10-07, 2023-10-08}'),
(2024, '国办发明电〔2023〕7号', '2023-10-25',
     '{2024-01-01, 2024-02-12, 2024-02-13, 2024-02-14, 2024-02-15, 2024-02-16, 2024-04-04, 2024-04-05,
       2024-05-01, 2024-05-02, 2024-05-03, 2024-06-10, 2024-09-16, 2024-09-17, 2024-10-01, 2024-10-02,
       2024-10-03, 2024-10-04, 2024-10-07}',
     '{2024-02-04, 2024-02-18, 2024-04-07, 2024-04-28, 2024-05-11, 2024-09-14, 2024-09-29, 2024-10-12}'),
(2025, '国办发明电〔2024〕12号', '2024-11-12',
     '{2025-01-01, 2025-01-28, 2025-01-29, 2025-01-30, 2025-01-31, 2025-02-03, 2025-02-04, 2025-04-04,
       2025-05-01, 2025-05-02, 2025-05-05, 2025-06-02, 2025-10-01, 2025-10-02, 2025-10-03, 2025-10-06,
       2025-10-07, 2025-10-08}',
     '{2025-01-26, 2025-02-08, 2025-04-27, 2025-09-28, 2025-10-11}'),
(2026, '国务院办公厅关于2026年部分节假日安排的通知', '2025-11-04',
     '{2026-01-01, 2026-01-02, 2026-02-16, 2026-02-17, 2026-02-18, 2026-02-19, 2026-02-20, 2026-02-23,
       2026-04-06, 2026-05-01, 2026-05-04, 2026-05-05, 2026-06-19, 2026-09-25, 2026-10-01, 2026-10-02,
       2026-10-05, 2026-10-06, 2026-10-07}',
     '{2026-01-04, 2026-02-14, 2026-02-28, 2026-05-09, 2026-09-20, 2026-10-10}');

LOCK TABLE regime IN ACCESS EXCLUSIVE MODE;
UPDATE regime SET version = version + 1;
