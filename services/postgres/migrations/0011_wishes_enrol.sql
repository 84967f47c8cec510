ALTER TABLE "wish_change" ADD COLUMN "enrols" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "wish_list" ADD COLUMN "enrols" boolean DEFAULT false NOT NULL;--> statement-breakpoint
-- The rest is written by hand.
CREATE OR REPLACE FUNCTION keep_wish_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
	IF TG_OP = 'UPDATE' AND NEW.version <> OLD.version + 1 THEN
		RAISE EXCEPTION 'a list of wishes has one version after another';
	END IF;
	INSERT INTO wish_change (competition_id, person_id, programmes, version, at_ms, "by", enrols)
	VALUES (NEW.competition_id, NEW.person_id, NEW.programmes, NEW.version, NEW.at_ms, NEW."by", NEW.enrols);
	RETURN NEW;
END $$;
