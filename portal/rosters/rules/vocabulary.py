"""The words of registration sites: their headings, ticket types and states, in English, German, French and Spanish."""

from collections.abc import Mapping

NAME, FIRST, LAST, EMAIL, AFFILIATION = "name", "first", "last", "email", "affiliation"
ROLE, STATE, ATTENDANCE, NOTE = "role", "state", "attendance", "note"
LEAVE_OUT = "leave-out"
"""The meaning of a word in a column of states by which a row is not a person to bring in."""

# By target the headings that mean it, the surest first: of two columns for one target the surer is taken.
HEADINGS: Mapping[str, str] = {
    EMAIL: """
        attendee email|attendee e mail|attendee email address|participant email|registrant email|
        guest email|email address|e mail address|mail address|email|e mail|mail|work email|
        primary email|contact email|email adresse|e mail adresse|mailadresse|teilnehmer e mail|
        adresse email|adresse e mail|adresse electronique|courriel|adresse mail|correo electronico|
        correo|direccion de correo electronico|direccion de correo|direccion de email|order email
    """,
    NAME: """
        attendee name|attendee|participant name|participant|registrant name|registrant|guest name|
        full name|name|your name|display name|name and surname|first and last name|teilnehmer|
        teilnehmername|teilnehmerin|vollstandiger name|vor und nachname|name vorname|nom complet|
        nom et prenom|prenom et nom|nom du participant|nombre completo|nombre y apellidos|
        nombre y apellido|nombre del asistente|asistente
    """,
    FIRST: """
        attendee name given name|attendee first name|attendee given name|first name|firstname|
        given name|given names|forename|first|given|fname|attendee name first name|vorname|vornamen|
        prenom|prenoms|nombre|nombres
    """,
    LAST: """
        attendee name family name|attendee last name|attendee family name|last name|lastname|surname|
        family name|last|family|lname|attendee name last name|nachname|familienname|zuname|
        nom de famille|nom|apellido|apellidos
    """,
    AFFILIATION: """
        affiliation|affiliations|institution|attendee company|company|company name|company organization|
        organization|organisation|organization name|organisation name|institute|university|employer|
        affiliation institution|institution organization|attendee company name|einrichtung|firma|
        unternehmen|universitat|hochschule|organisation firma|institut|organisme|societe|entreprise|
        etablissement|universite|institucion|organizacion|empresa|universidad|entidad|afiliacion
    """,
    ROLE: """
        role|roles|ticket type|ticket name|ticket|tickets|product|product name|item|registration type|
        registrant type|attendee type|attendee category|category|registration category|participant type|
        participation type|admission item|price category|type of registration|ticketart|ticketkategorie|
        ticket kategorie|kategorie|produkt|rolle|teilnahmeart|type de billet|billet|categorie|tarif|
        type d inscription|produit|role du participant|tipo de entrada|entrada|categoria|
        tipo de registro|tipo de inscripcion|rol|producto
    """,
    STATE: """
        registration status|attendee status|status|order status|ticket status|state of registration|
        invitee status|approval status|state|payment status|bestellstatus|zahlungsstatus|anmeldestatus|
        statut|etat|statut de la commande|statut d inscription|estado|estado del pedido|
        estado de la inscripcion|estado de registro
    """,
    ATTENDANCE: """
        attendance|attendance mode|attendance type|mode of attendance|mode of participation|
        participation mode|online or on site|online or onsite|in person or online|in person or virtual|
        virtual or in person|attending|how will you attend|how will you participate|teilnahme|
        vor ort oder online|online oder vor ort|mode de participation|participation|modalite|
        presentiel ou en ligne|modalidad|modo de asistencia|presencial o virtual
    """,
    NOTE: """
        note|notes|comment|comments|order comment|remark|remarks|message|bemerkung|bemerkungen|
        anmerkung|anmerkungen|kommentar|notiz|remarque|remarques|commentaire|commentaires|nota|notas|
        comentario|comentarios|observaciones
    """,
}

ROLE_WORDS: Mapping[str, str] = {
    "organizer": """
        organizer organiser organizers organisers organization committee orga veranstalter organisator
        organisateur organizador
    """,
    "chair": """
        chair session-chair chairperson moderatorin sitzungsleitung president presidente
    """,
    "moderator": """
        moderator moderators moderateur moderador
    """,
    "volunteer": """
        volunteer volunteers helper helfer helferin benevole voluntario staff
    """,
    "presenter": """
        presenter presenters speaker speakers author authors presenting referent referentin vortragende
        conferencier intervenant orateur ponente presentador autor
    """,
    "attendee": """
        attendee attendees participant participants delegate delegates regular standard general student
        students guest early late academic industry member nonmember teilnehmer teilnehmerin gast
        studierende estudiante etudiant participante asistente admission full
    """,
}
STATE_WORDS: Mapping[str, str] = {
    LEAVE_OUT: """
        cancel cancelled canceled cancellation expired refunded refund void deleted abandoned transferred
        storniert abgelaufen erstattet annule annulee expire expiree rembourse cancelado cancelada caducado
        vencido reembolsado notattending nichtteilnehmend test failed
    """,
    "declined": """
        declined rejected denied refused regrets abgelehnt refuse refusee decline rechazado rechazada
    """,
    "withdrawn": """
        withdrawn withdrew zuruckgezogen retire retiree retirado
    """,
    "waitlisted": """
        waitlisted waitlist waitinglist wartelistet warteliste listedattente listadeespera
    """,
    "invited": """
        invited noresponse notresponded noreply undecided eingeladen invite invitee invitado invitada
    """,
    "requested": """
        requested pending unpaid waiting pendingapproval awaitingpayment awaitingapproval offen ausstehend
        unbezahlt angefragt enattente impaye nonpaye demande pendiente impagado nopagado solicitado
        unconfirmed
    """,
    "accepted": """
        accepted paid completed complete confirmed attending attended registered active approved checkedin
        valid free manual yes bezahlt bestatigt abgeschlossen angemeldet akzeptiert teilnehmend paye payee
        confirme confirmee inscrit accepte acceptee pagado pagada confirmado confirmada completado aceptado
        aceptada registrado inscrito
    """,
}
